//! Somebody else's opinion of the API: Schemathesis makes calls out of the served document, fitting ones and wrong ones, and judges each answer.
//! In the suite a few for each operation; `RENTREE_EXAMPLES` makes it many.

use rentree_testkit::python;

use super::{Caller, Desk, HERE, SLUG, repository, sample};

const REQUIREMENT: &str = "schemathesis==4.32.5";
const FEW: &str = "4";
const PASSWORD: &str = "une phrase assez longue";

/// As somebody, with what else is to be said. Operations that would end the caller's own session are left to the others.
fn calls(desk: &Desk, caller: &Caller, more: &[&str]) {
    let mut st = python::with(REQUIREMENT);
    st.set_file_name("st");
    let examples = std::env::var("RENTREE_EXAMPLES").unwrap_or_else(|_| FEW.to_owned());
    let mut calls = desk.house.command_of(&st);
    calls.args(["--config-file", &repository("crates/cli/tests/contract/schemathesis.toml"), "run"]);
    calls.arg(format!("{}/v1/openapi.json", desk.server.address));
    calls.args(["--checks", "all", "--max-examples", &examples, "--continue-on-failure", "--no-shrink", "--seed", "1"]);
    for name in ["Authorization", "Cookie", "X-CSRF-Token"] {
        let value = caller.header(&name.to_lowercase());
        if !value.is_empty() {
            calls.arg("--header").arg(format!("{name}: {value}"));
        }
    }
    calls.args(more).env("SCHEMATHESIS_HOOKS", repository("crates/cli/tests/contract/hooks.py"));
    calls.env("PYTHONDONTWRITEBYTECODE", "1");
    let ran = calls.output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    println!("{}", said.split("SUMMARY").last().unwrap_or_default());
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
}

on_every_database! {
    fn every_answer_is_as_the_document_says(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let sent = program.send_list(SLUG, ("liste.xlsx", &sample("d04_ces_title_block.xlsx")), "k1");
        program.wait_for(sent.header("location").unwrap(), "validated");
        assert_eq!(program.get(&format!("{HERE}/batches")).status, 200);
        calls(&desk, &program, &[]);

        // What no key may do: people, keys, the school itself.
        desk.house.write("password", PASSWORD);
        let made = "rentree user create admin@ecole.example --establishment ces-ndoumbele --role school_admin --password-stdin < password";
        let program = std::path::Path::new(crate::house::PROGRAM).parent().unwrap().display();
        let mut shell = desk.house.command_of("sh");
        let path = format!("{program}:{}", std::env::var("PATH").unwrap());
        assert!(shell.args(["-c", made]).env("PATH", path).status().unwrap().success());
        let person = desk.server.as_person(Some(SLUG), "admin@ecole.example", PASSWORD);
        let own = ["--include-path-regex", "/(users|keys|audit|levels|departments|webhooks|invitations|purges|access|dossier|erase|erasures|oneroster)|^/v1/establishments/[^/]+$"];
        // The cookie is a header that we give, so it goes along even where Schemathesis wants to send none.
        let without = ["--exclude-checks", "ignored_auth"];
        // It links the answer of one who is made to whoever asks, and then finds that link wrong.
        let phases = ["--phases", "examples,coverage,fuzzing"];
        calls(&desk, &person, &[own, without, phases].concat());
    }
}
