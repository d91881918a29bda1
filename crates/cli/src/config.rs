//! From flags and environment to an open application. The only place of the product that reads the environment.

use std::path::{Path, PathBuf};

use rentree_app::blobs::Blobs;
use rentree_app::reader::{CageLimits, Reader};
use rentree_app::{App, Clock, Error};
use rentree_core::Language;
use rentree_sheets::Limits;

use crate::args::{Common, Lang};

/// The language of what is said: asked for, else the environment's, else French, the language of most schools we serve.
pub fn language(asked: Option<Lang>) -> Language {
    let from_environment = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|text| !text.is_empty()))
    };
    match asked {
        Some(Lang::Fr) => Language::Fr,
        Some(Lang::En) => Language::En,
        None => match from_environment().unwrap_or_default().get(..2) {
            Some("en") => Language::En,
            _ => Language::Fr,
        },
    }
}

/// The reader needs no database: `inspect` uses it alone.
pub fn reader() -> Result<Reader, Error> {
    let program = std::env::current_exe().map_err(|cause| Error::Reader(format!("own program not found: {cause}")))?;
    Ok(Reader {
        program,
        limits: Limits::default(),
        cage: CageLimits::default(),
        vocabulary: rentree_core::dictionary::vocabulary(),
    })
}

pub async fn open(common: &Common, clock: Clock) -> Result<App, Error> {
    let url = common.database.clone().unwrap_or_else(|| format!("sqlite:{}", common.data.join("rentree.db").display()));
    if common.database.is_none() || common.storage.is_none() {
        rentree_app::blobs::make_private_folder(&common.data)
            .map_err(|cause| Error::storage("make the data folder", cause))?;
    }
    let files = common.storage.as_deref().map_or_else(|| common.data.join("files"), folder_of);
    App::open(&url, Blobs::folder(&files)?, reader()?, clock).await
}

/// `file:///path`, `file:path` or a plain path.
fn folder_of(url: &str) -> PathBuf {
    let path = url.strip_prefix("file://").or_else(|| url.strip_prefix("file:")).unwrap_or(url);
    Path::new(path).to_path_buf()
}
