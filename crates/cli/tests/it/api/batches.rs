use serde_json::json;

use super::{Desk, HERE, SLUG, sample};

const LIST: &str =
    "Matricule;Nom;Prénoms;Classe;Date de naissance\nA1;NGO;Marie;6e;12/03/2012\nA2;ABENA;Paul;5e;03/11/2011\n";

on_every_database! {
    fn a_list_is_sent_checked_approved_and_committed(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let sent = program.send_list(SLUG, ("liste.csv", LIST.as_bytes()), "k1");
        assert_eq!(sent.status, 201, "{}", sent.text());
        let place = sent.header("location").unwrap().to_owned();
        assert_eq!(place, format!("{HERE}/batches/{}", sent.json()["id"].as_str().unwrap()));
        let checked = program.wait_for(&place, "validated");
        assert_eq!((&checked["counts"]["created"], &checked["counts"]["error"]), (&json!(2), &json!(0)));
        assert_eq!(program.post(&format!("{place}/commit"), &json!({})).status, 400, "a commit names itself");
        let early = program.with("idempotency-key", "c0").post(&format!("{place}/commit"), &json!({}));
        assert_eq!((early.status, early.json()["code"].as_str()), (409, Some("STATUS")), "nobody said yes");
        assert_eq!(program.approve(&place).json()["status"], "ready_to_commit");
        let going = program.with("idempotency-key", "c1").post(&format!("{place}/commit"), &json!({}));
        assert_eq!(going.status, 202);
        let done = program.wait_for(&place, "committed");
        assert_eq!(done["counts"]["created"], 2);
        assert_eq!(desk.house.digest(SLUG).0, 2);
    }

    fn the_same_request_again_gets_the_same_answer_and_does_nothing(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let first = program.send_list(SLUG, ("liste.csv", LIST.as_bytes()), "k1");
        let again = program.send_list(SLUG, ("liste.csv", LIST.as_bytes()), "k1");
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!(first.body, again.body);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        let other = program.send_list(SLUG, ("liste.csv", b"Nom;Matricule\nA;1\n"), "k1");
        assert_eq!((other.status, other.json()["code"].as_str()), (422, Some("KEY_USED")));
        assert_eq!(program.get(&format!("{HERE}/batches")).json()["items"].as_array().unwrap().len(), 1);
        let third = program.send_list(SLUG, ("liste.csv", LIST.as_bytes()), "k2");
        assert_eq!(third.json()["same_file"][0]["id"], first.json()["id"], "the earlier import of the same file is named");
    }

    fn a_list_that_lacks_something_waits_for_its_columns(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let list = "Zorg;Blif\nNGO Marie;A1\nABENA Paul;A2\n";
        let place = program.send_list(SLUG, ("x.csv", list.as_bytes()), "k1").header("location").unwrap().to_owned();
        let mapping = program.get(&format!("{place}/mapping"));
        assert_eq!(mapping.json()["status"], "uploaded");
        assert!(!mapping.json()["missing"].as_array().unwrap().is_empty());
        let tag = mapping.header("etag").unwrap().to_owned();
        let said = json!({"mapping": {"name": "", "fields": [
            {"target": "full_name", "headers": ["Zorg"]}, {"target": "matricule", "headers": ["Blif"]}]}});
        assert_eq!(program.put(&format!("{place}/mapping"), &said).status, 428, "which version was read?");
        let set = program.with("if-match", &tag).put(&format!("{place}/mapping"), &said);
        assert_eq!((set.status, set.json()["status"].as_str()), (200, Some("mapped")), "{}", set.text());
        assert_eq!(program.with("if-match", &tag).put(&format!("{place}/mapping"), &said).status, 412, "somebody was faster");
        let checked = program.wait_for(&place, "validated");
        assert_eq!(checked["counts"]["created"], 2);
    }

    fn what_cannot_be_read_is_refused_and_nothing_is_kept(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        for (name, bytes, status, code) in [
            ("vide.csv", &b""[..], 422, "FILE_EMPTY"),
            ("photo.png", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], 415, "FILE_TYPE_UNSUPPORTED"),
        ] {
            let refused = program.send_list(SLUG, (name, bytes), name);
            assert_eq!((refused.status, refused.json()["code"].as_str()), (status, Some(code)), "{}", refused.text());
            assert_eq!(refused.header("content-type"), Some("application/problem+json"));
        }
        assert_eq!(program.get(&format!("{HERE}/batches")).json()["items"], json!([]));
    }

    fn a_list_read_wrongly_is_read_another_way(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let place = program.send_list(SLUG, ("d02.csv", &sample("d02_college_cp1252_semicolon.csv")), "k1");
        let place = place.header("location").unwrap().to_owned();
        program.wait_for(&place, "validated");
        let layout = program.get(&format!("{place}/layout"));
        assert_eq!(layout.json()["encoding"], "windows-1252");
        let tag = layout.header("etag").unwrap().to_owned();
        let wrong = program.with("if-match", &tag).put(&format!("{place}/layout"), &json!({"encoding": "klingon"}));
        assert_eq!((wrong.status, wrong.json()["errors"][0]["pointer"].as_str()), (422, Some("/encoding")));
        let read = program.with("if-match", &tag).put(&format!("{place}/layout"), &json!({"encoding": "macintosh"}));
        assert_eq!((read.status, read.json()["encoding"].as_str()), (200, Some("macintosh")), "{}", read.text());
        assert_eq!(read.json()["decided"]["encoding"], "macintosh");
    }

    fn a_batch_is_cancelled_withdrawn_and_deleted(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let send = |key: &str| {
            let sent = program.send_list(SLUG, ("liste.csv", LIST.as_bytes()), key);
            let place = sent.header("location").unwrap().to_owned();
            program.wait_for(&place, "validated");
            place
        };
        let place = send("k1");
        program.approve(&place);
        assert_eq!(program.post(&format!("{place}/withdraw"), &json!({})).json()["status"], "validated");
        assert_eq!(program.post(&format!("{place}/cancel"), &json!({})).json()["status"], "cancelled");
        assert_eq!(program.post(&format!("{place}/cancel"), &json!({})).status, 409);
        assert_eq!(desk.house.digest(SLUG).0, 0);
        let place = send("k2");
        assert_eq!(program.delete(&place).status, 403, "a key deletes nothing");
    }

    fn a_file_arrives_by_pieces_and_goes_on_where_the_line_broke(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program().with("tus-resumable", "1.0.0");
        let bytes = LIST.as_bytes();
        let begun = program
            .with("upload-length", &bytes.len().to_string())
            .with("upload-metadata", "filename bGlzdGUuY3N2")
            .send("POST", &format!("{HERE}/uploads"), &rentree_testkit::server::Sent::Nothing);
        assert_eq!(begun.status, 201, "{}", begun.text());
        let place = begun.header("location").unwrap().to_owned();
        let piece = |from: usize, to: usize| {
            let sent = rentree_testkit::server::Sent::Bytes("application/offset+octet-stream", &bytes[from..to]);
            program.with("upload-offset", &from.to_string()).send("PATCH", &place, &sent)
        };
        assert_eq!(piece(0, 30).status, 204);
        assert_eq!(piece(0, 30).status, 409, "it is there already");
        let state = program.send("HEAD", &place, &rentree_testkit::server::Sent::Nothing);
        assert_eq!(state.header("upload-offset"), Some("30"));
        let upload = place.rsplit('/').next().unwrap();
        let early = program.with("idempotency-key", "k0").post(&format!("{HERE}/batches"), &json!({"upload": upload}));
        assert_eq!(early.status, 422, "it is not whole");
        assert_eq!(piece(30, bytes.len()).header("upload-offset"), Some(bytes.len().to_string().as_str()));
        let sent = program.with("idempotency-key", "k1").post(&format!("{HERE}/batches"), &json!({"upload": upload}));
        assert_eq!(sent.status, 201, "{}", sent.text());
        assert_eq!(sent.json()["original_filename"], "liste.csv");
        assert_eq!(program.send("HEAD", &place, &rentree_testkit::server::Sent::Nothing).status, 404, "its pieces are gone");
    }
}
