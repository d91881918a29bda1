//! Files made of an import, and the school's own empty list.

use axum::Json;
use axum::body::Body as Sent;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rentree_app::exports::{Format, Kind, Wanted, file_name};
use rentree_app::{Error, Export, ExportStatus};
use rentree_core::{ExportId, Language};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Web;
use crate::extract::{AtBatch, Body, In, Named};
use crate::once::{About, Need, once};
use crate::problem::Problem;
use crate::views::Page;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list, make))
        .routes(routes!(show))
        .routes(routes!(file))
        .routes(routes!(template))
}

/// A file made of an import.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportView {
    id: Uuid,
    kind: String,
    format: String,
    language: String,
    only_issues: bool,
    /// `waiting` until a worker has made it, then `made`.
    status: &'static str,
    /// Bytes.
    size: Option<i64>,
    /// Where the file is, once it is made.
    file: Option<String>,
    /// `person:ID`, `key:ID`, `machine`.
    asked_by: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    made_at: Option<String>,
}

impl ExportView {
    fn of(export: &Export, slug: &str) -> Self {
        let made = export.status == ExportStatus::Made;
        let place = || format!("/v1/establishments/{slug}/batches/{}/exports/{}/file", export.batch, export.id);
        Self {
            id: export.id.0,
            kind: export.kind.clone(),
            format: export.format.clone(),
            language: export.language.clone(),
            only_issues: export.only_issues,
            status: export.status.name(),
            size: export.size,
            file: made.then(place),
            asked_by: export.asked_by.clone(),
            created_at: export.created_at.to_string(),
            made_at: export.made_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExportKindView)]
pub(crate) enum KindView {
    Annotated,
    Errors,
    Report,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FormatView {
    Xlsx,
    Csv,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExportLanguageView)]
pub(crate) enum LanguageView {
    Fr,
    En,
}

/// Which rows are in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FilterView {
    #[default]
    All,
    /// Of the annotated workbook: only rows with something to look at.
    Issues,
}

/// What is wanted: `annotated` is the list itself with its bad cells coloured (xlsx only), `errors` a line for each issue, `report` a
/// line for each row and what became of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MakeExport {
    kind: KindView,
    format: FormatView,
    /// The language of the request when it is left out.
    language: Option<LanguageView>,
    #[serde(default)]
    filter: FilterView,
}

impl MakeExport {
    fn wanted(&self, language: Language) -> Wanted {
        Wanted {
            kind: match self.kind {
                KindView::Annotated => Kind::Annotated,
                KindView::Errors => Kind::Errors,
                KindView::Report => Kind::Report,
            },
            format: match self.format {
                FormatView::Xlsx => Format::Xlsx,
                FormatView::Csv => Format::Csv,
            },
            language: match self.language {
                Some(LanguageView::Fr) => Language::Fr,
                Some(LanguageView::En) => Language::En,
                None => language,
            },
            only_issues: self.filter == FilterView::Issues,
        }
    }
}

/// Have a file made. A small one is there at once, a long one when a worker has made it. It is deleted with the import's own file.
#[utoipa::path(post, path = "/v1/establishments/{slug}/batches/{batch}/exports", tag = "exports",
    extensions(("x-action" = json!("exports.make"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path),
           ("Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    request_body = MakeExport,
    responses((status = 202, body = ExportView, headers(("Location" = String)))))]
async fn make(
    In(ctx): In,
    State(web): State<Web>,
    headers: HeaderMap,
    Named(AtBatch { batch }): Named<AtBatch>,
    Body(body): Body<MakeExport>,
) -> Result<Response, Problem> {
    ctx.may(rentree_app::access::Action::Export)?;
    let wanted = body.wanted(ctx.language);
    let said = format!("{wanted:?}");
    let parts: [&[u8]; 3] = [b"export", batch.0.as_bytes(), said.as_bytes()];
    let (app, doing) = (web.app.clone(), ctx.clone());
    once(&web, &ctx, About { headers: &headers, need: Need::May, parts: &parts }, move |made| async move {
        let export = app.export(&doing, batch, (ExportId(made), wanted)).await?;
        let slug = &doing.tenant.school.slug;
        let place = format!("/v1/establishments/{slug}/batches/{batch}/exports/{}", export.id);
        Ok((StatusCode::ACCEPTED, [(header::LOCATION, place)], Json(ExportView::of(&export, slug))).into_response())
    })
    .await
}

/// The files that were made of an import, the latest first.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/exports", tag = "exports",
    extensions(("x-action" = json!("exports.make"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = Page<ExportView>)))]
async fn list(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Json<Page<ExportView>>, Problem> {
    let exports = web.app.exports(&ctx, batch).await?;
    let items = exports.iter().map(|export| ExportView::of(export, &ctx.tenant.school.slug)).collect();
    Ok(Json(Page { items, next: None }))
}

#[derive(Debug, Deserialize)]
struct AtExport {
    batch: rentree_core::BatchId,
    export: ExportId,
}

/// One file: whether it is made, and where.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/exports/{export}", tag = "exports",
    extensions(("x-action" = json!("exports.make"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path), ("export" = Uuid, Path)),
    responses((status = 200, body = ExportView)))]
async fn show(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtExport { batch, export }): Named<AtExport>,
) -> Result<Json<ExportView>, Problem> {
    let export = web.app.export_of(&ctx, batch, export).await?;
    Ok(Json(ExportView::of(&export, &ctx.tenant.school.slug)))
}

/// The file itself. That it was taken is written into the trail.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/exports/{export}/file", tag = "exports",
    extensions(("x-action" = json!("exports.make"))),
    params(("slug" = String, Path), ("batch" = Uuid, Path), ("export" = Uuid, Path)),
    responses((status = 200, headers(("Content-Disposition" = String)), content(
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (String = "text/csv")))))]
async fn file(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtExport { batch, export }): Named<AtExport>,
) -> Result<Response, Problem> {
    let (export, local) = web.app.export_file(&ctx, batch, export).await?;
    let cannot = |cause| Error::storage("read the export", cause);
    let open = tokio::fs::File::open(local.path()).await.map_err(cannot)?;
    // What was fetched for this answer is let go when it has left.
    let pieces = futures_util::stream::try_unfold((open, local), |(mut open, local)| async move {
        use tokio::io::AsyncReadExt as _;
        let mut piece = Vec::with_capacity(64 << 10);
        let read = (&mut open).take(64 << 10).read_to_end(&mut piece).await?;
        Ok::<_, std::io::Error>((read > 0).then_some((axum::body::Bytes::from(piece), (open, local))))
    });
    let kind = Format::named(&export.format).map_or("application/octet-stream", Format::mime_type);
    let mut response = Sent::from_stream(pieces).into_response();
    attach(&mut response, kind, &file_name(&export.kind, batch, &export.format));
    if let Some(size) = export.size {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    }
    Ok(response)
}

fn attach(response: &mut Response, kind: &'static str, name: &str) {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
}

/// The school's own empty list: titles that need no explanation, its levels and departments to choose from.
#[utoipa::path(get, path = "/v1/establishments/{slug}/template.xlsx", tag = "school",
    extensions(("x-action" = json!("school.show"))), params(("slug" = String, Path)),
    responses((status = 200, headers(("Content-Disposition" = String)), content(
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
async fn template(In(ctx): In, State(web): State<Web>) -> Result<Response, Problem> {
    let mut response = web.app.template(&ctx)?.into_response();
    attach(&mut response, Format::Xlsx.mime_type(), &format!("{}.xlsx", ctx.tenant.school.slug));
    Ok(response)
}
