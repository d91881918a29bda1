use std::time::Duration;

use jiff::Timestamp;
use rentree_core::UploadId;
use rentree_store::{Answer, Keyed, Known, Upload, UploadPart};
use uuid::Uuid;

use crate::db::{OURS, THEIRS, at};

const REQUEST: Keyed<'static> = Keyed { actor: "person:1", key: "k1", fingerprint: &[1; 32] };
const MADE: Uuid = Uuid::from_u128(11);
const AGAIN: Uuid = Uuid::from_u128(12);
const LONG: (Duration, Timestamp) = (Duration::from_mins(1), Timestamp::UNIX_EPOCH);
const OVER: (Duration, Timestamp) = (Duration::ZERO, Timestamp::UNIX_EPOCH);

fn answer() -> Answer {
    Answer { status: 201, headers: vec![("location".to_owned(), "/v1/x".to_owned())], body: b"{\"id\": 1}".to_vec() }
}

fn on_its_way(number: u128) -> Upload {
    Upload {
        id: UploadId(Uuid::from_u128(number)),
        name: "liste.xlsx".to_owned(),
        length: 10,
        received: 0,
        actor: "person:1".to_owned(),
        created_at: at(1),
        expires_at: at(5),
    }
}

fn part(start: i64, size: i64) -> UploadPart {
    UploadPart { start, size, storage_key: format!("ours/uploads/{start}") }
}

behaviours! {
    async fn a_request_is_taken_once_and_then_answered_as_before(db: Db) {
        let mut tx = db.ours().await;
        assert_eq!(tx.request_take(&REQUEST, MADE, LONG).await.unwrap(), Known::Ours { made: MADE });
        assert_eq!(tx.request_take(&REQUEST, AGAIN, LONG).await.unwrap(), Known::Running);
        tx.request_answered(&REQUEST, &answer()).await.unwrap();
        assert_eq!(tx.request_take(&REQUEST, AGAIN, LONG).await.unwrap(), Known::Answered(answer()));
    }

    async fn the_same_key_for_something_else_is_told(db: Db) {
        let mut tx = db.ours().await;
        tx.request_take(&REQUEST, MADE, LONG).await.unwrap();
        let other = Keyed { fingerprint: &[2; 32], ..REQUEST };
        assert_eq!(tx.request_take(&other, AGAIN, LONG).await.unwrap(), Known::Other);
        let somebody = Keyed { actor: "person:2", ..REQUEST };
        assert_eq!(tx.request_take(&somebody, AGAIN, LONG).await.unwrap(), Known::Ours { made: AGAIN });
    }

    async fn what_was_left_is_taken_over_and_makes_the_same_thing(db: Db) {
        let mut tx = db.ours().await;
        tx.request_take(&REQUEST, MADE, OVER).await.unwrap();
        assert_eq!(tx.request_take(&REQUEST, AGAIN, LONG).await.unwrap(), Known::Ours { made: MADE });
        assert_eq!(tx.request_take(&REQUEST, AGAIN, LONG).await.unwrap(), Known::Running);
    }

    async fn a_request_that_failed_may_be_sent_again(db: Db) {
        let mut tx = db.ours().await;
        tx.request_take(&REQUEST, MADE, LONG).await.unwrap();
        tx.request_forgotten(&REQUEST).await.unwrap();
        assert_eq!(tx.request_take(&REQUEST, AGAIN, LONG).await.unwrap(), Known::Ours { made: AGAIN });
        tx.request_answered(&REQUEST, &answer()).await.unwrap();
        tx.request_forgotten(&REQUEST).await.unwrap();
        assert_eq!(tx.request_take(&REQUEST, MADE, LONG).await.unwrap(), Known::Answered(answer()), "an answer stays");
        assert_eq!(tx.purge_requests(Timestamp::UNIX_EPOCH).await.unwrap(), 0);
        assert_eq!(tx.purge_requests(at(1)).await.unwrap(), 1);
    }

    async fn schools_with_something_over_its_time_are_found(db: Db) {
        let mut tx = db.ours().await;
        tx.request_take(&REQUEST, MADE, LONG).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        tx.upload_insert(&on_its_way(1)).await.unwrap();
        tx.commit().await.unwrap();
        let mut system = db.store.system_read().await.unwrap();
        assert_eq!(system.requests_over(Timestamp::UNIX_EPOCH, at(4), 9).await.unwrap(), []);
        assert_eq!(system.requests_over(at(1), at(4), 9).await.unwrap(), [OURS]);
        assert_eq!(system.requests_over(at(1), at(6), 9).await.unwrap(), [OURS, THEIRS]);
    }

    async fn pieces_of_a_file_follow_each_other(db: Db) {
        let mut tx = db.ours().await;
        let upload = on_its_way(1);
        tx.upload_insert(&upload).await.unwrap();
        assert!(tx.upload_extend(upload.id, &part(0, 4)).await.unwrap());
        assert!(!tx.upload_extend(upload.id, &part(0, 4)).await.unwrap(), "it is there already");
        assert!(!tx.upload_extend(upload.id, &part(5, 4)).await.unwrap(), "there would be a hole");
        assert!(!tx.upload_extend(upload.id, &part(4, 7)).await.unwrap(), "it is longer than was said");
        assert!(tx.upload_extend(upload.id, &part(4, 6)).await.unwrap());
        assert_eq!(tx.upload(upload.id).await.unwrap().unwrap().received, 10);
        assert_eq!(tx.upload_parts(upload.id).await.unwrap(), [part(0, 4), part(4, 6)]);
        assert_eq!((tx.uploads_over(at(4)).await.unwrap(), tx.uploads_over(at(6)).await.unwrap()), (vec![], vec![upload.id]));
        assert_eq!(tx.uploads_open().await.unwrap(), 1);
        assert!(tx.upload_delete(upload.id).await.unwrap());
        assert!(!tx.upload_delete(upload.id).await.unwrap());
        assert_eq!(tx.upload(upload.id).await.unwrap(), None);
    }

    async fn the_other_school_has_requests_and_uploads_of_its_own(db: Db) {
        let mut tx = db.ours().await;
        let upload = on_its_way(1);
        tx.request_take(&REQUEST, MADE, LONG).await.unwrap();
        tx.upload_insert(&upload).await.unwrap();
        tx.upload_extend(upload.id, &part(0, 4)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.theirs().await;
        tx.request_answered(&REQUEST, &answer()).await.unwrap();
        tx.request_forgotten(&REQUEST).await.unwrap();
        assert_eq!(tx.purge_requests(at(9)).await.unwrap(), 0);
        assert_eq!(tx.request_take(&REQUEST, AGAIN, LONG).await.unwrap(), Known::Ours { made: AGAIN });
        assert_eq!(tx.upload(upload.id).await.unwrap(), None);
        assert_eq!((tx.uploads_open().await.unwrap(), tx.uploads_over(at(9)).await.unwrap()), (0, vec![]));
        assert!(!tx.upload_extend(upload.id, &part(4, 2)).await.unwrap());
        assert!(tx.upload_parts(upload.id).await.unwrap().is_empty());
        assert!(!tx.upload_delete(upload.id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(db.ours().await.request_take(&REQUEST, AGAIN, LONG).await.unwrap(), Known::Running);
    }
}
