//! Sessions of pages that stand inside a platform's own.

use rentree_core::{EmbedId, KeyId};
use rentree_store::{Embed, Key, TenantTx};
use uuid::Uuid;

use crate::db::at;

const KEY: KeyId = KeyId(Uuid::from_u128(80));
const EMBED: EmbedId = EmbedId(Uuid::from_u128(85));
const TOKEN: [u8; 32] = [5; 32];

async fn key(tx: &mut TenantTx) {
    let key = Key {
        id: KEY,
        name: "Plateforme".into(),
        role: "operator".into(),
        scopes: vec!["upload".into(), "read".into()],
        created_by: "machine".into(),
        created_at: at(10),
        expires_at: Some(at(100)),
        last_used_at: None,
        revoked_at: None,
    };
    tx.key_insert(&key, &[1; 32]).await.unwrap();
}

fn embed() -> Embed {
    Embed {
        id: EMBED,
        key: KEY,
        role: "operator".into(),
        scopes: vec!["upload".into()],
        origins: vec!["https://plateforme.example".into()],
        user_ref: Some("u-17".into()),
        created_at: at(20),
        expires_at: at(60),
    }
}

behaviours! {
    async fn an_embedded_session_is_good_until_its_end(db: Db) {
        let mut tx = db.ours().await;
        key(&mut tx).await;
        tx.embed_insert(&embed(), &TOKEN).await.unwrap();
        assert_eq!(tx.embed_by_token(&TOKEN, at(59)).await.unwrap(), Some(embed()));
        assert_eq!(tx.embed_by_token(&TOKEN, at(60)).await.unwrap(), None, "its end");
        assert_eq!(tx.embed_by_token(&[6; 32], at(30)).await.unwrap(), None);
        assert_eq!(tx.embed(EMBED).await.unwrap(), Some(embed()), "whose frame may still say so");
        tx.embed_end(EMBED, at(40)).await.unwrap();
        assert_eq!(tx.embed_by_token(&TOKEN, at(41)).await.unwrap(), None, "closed before");
        tx.embed_end(EMBED, at(90)).await.unwrap();
        assert_eq!(tx.embed(EMBED).await.unwrap().unwrap().expires_at, at(40), "an end is not put off");
        assert_eq!((tx.embeds_forget(at(39)).await.unwrap(), tx.embeds_forget(at(40)).await.unwrap()), (0, 1));
        assert_eq!(tx.embed(EMBED).await.unwrap(), None);
    }

    async fn an_embedded_session_ends_with_its_key(db: Db) {
        let mut tx = db.ours().await;
        key(&mut tx).await;
        let long = Embed { expires_at: at(500), ..embed() };
        tx.embed_insert(&long, &TOKEN).await.unwrap();
        assert_eq!(tx.embed_by_token(&TOKEN, at(99)).await.unwrap(), Some(long));
        assert_eq!(tx.embed_by_token(&TOKEN, at(100)).await.unwrap(), None, "the key has expired");
        tx.key_revoke(KEY, at(50)).await.unwrap();
        assert_eq!(tx.embed_by_token(&TOKEN, at(51)).await.unwrap(), None, "the key was revoked");
    }

    async fn the_other_school_knows_none_of_our_embedded_sessions(db: Db) {
        let mut tx = db.ours().await;
        key(&mut tx).await;
        tx.embed_insert(&embed(), &TOKEN).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        assert_eq!(tx.embed_by_token(&TOKEN, at(30)).await.unwrap(), None);
        assert_eq!(tx.embed(EMBED).await.unwrap(), None);
        tx.embed_end(EMBED, at(30)).await.unwrap();
        assert_eq!(tx.embeds_forget(at(1_000)).await.unwrap(), 0);
        assert!(tx.embed_insert(&embed(), &TOKEN).await.is_err(), "of a key that is not theirs");
        drop(tx);
        let mut tx = db.theirs().await;
        key(&mut tx).await;
        tx.embed_insert(&embed(), &TOKEN).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.ours().await.embed_by_token(&TOKEN, at(30)).await.unwrap(), Some(embed()));
    }
}
