//! Somebody else's opinion of the API: Schemathesis makes calls out of the served document, fitting ones and wrong ones, and judges each answer.
//! In the suite a few for each operation; `RENTREE_EXAMPLES` makes it many.

use std::path::PathBuf;

use rentree_testkit::python;

use super::{Desk, HERE, SLUG, repository, sample};
use crate::house::Base;

const REQUIREMENT: &str = "schemathesis==4.32.5";
const FEW: &str = "6";

on_every_database! {
    fn every_answer_is_as_the_document_says(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let sent = program.send_list(SLUG, ("liste.xlsx", &sample("d04_ces_title_block.xlsx")), "k1");
        program.wait_for(sent.header("location").unwrap(), "validated");
        assert_eq!(program.get(&format!("{HERE}/batches")).status, 200);

        let mut st: PathBuf = python::with(REQUIREMENT);
        st.set_file_name("st");
        let examples = std::env::var("RENTREE_EXAMPLES").unwrap_or_else(|_| FEW.to_owned());
        let mut calls = desk.house.command_of(&st);
        calls.args(["--config-file", &repository("crates/cli/tests/contract/schemathesis.toml"), "run"]);
        calls.arg(format!("{}/v1/openapi.json", desk.server.address));
        calls.args(["--checks", "all", "--max-examples", &examples, "--continue-on-failure", "--no-shrink", "--seed", "1"]);
        calls.arg("--header").arg(format!("Authorization: {}", program.header("authorization")));
        // `rows` and their kin are reached by the ids that earlier answers gave.
        calls.env("SCHEMATHESIS_HOOKS", repository("crates/cli/tests/contract/hooks.py"));
        let ran = calls.output().unwrap();
        let said = String::from_utf8_lossy(&ran.stdout);
        println!("{}", said.split("SUMMARY").last().unwrap_or_default());
        assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
    }
}
