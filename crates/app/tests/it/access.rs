//! The matrix, printed: whoever changes what somebody may do changes this picture too.

use expect_test::expect;
use rentree_app::access::{Action, Scope, allows};
use rentree_core::Role;

fn picture(columns: &[&str], marks: impl Fn(Action) -> Vec<bool>) -> String {
    let mut lines = format!("{:<22}{}\n", "", columns.join(" "));
    for action in Action::ALL {
        let row = columns.iter().zip(marks(*action));
        let row: Vec<String> =
            row.map(|(name, yes)| format!("{:<width$}", if yes { "x" } else { "." }, width = name.len())).collect();
        lines += format!("{:<22}{}", action.name(), row.join(" ")).trim_end();
        lines.push('\n');
    }
    lines
}

#[test]
fn what_each_role_may_do() {
    let told = picture(&Role::ALL.map(Role::name), |action| Role::ALL.map(|role| allows(role, action)).to_vec());
    expect![[r#"
                              platform_admin school_admin operator viewer auditor
        school.show           .              x            x        x      x
        school.edit           .              x            .        .      .
        batches.show          .              x            x        x      x
        batches.upload        .              x            x        .      .
        batches.map           .              x            x        .      .
        rows.show             .              x            x        x      .
        rows.fix              .              x            x        .      .
        batches.approve       .              x            x        .      .
        batches.approve_held  .              x            .        .      .
        batches.commit        .              x            x        .      .
        batches.cancel        .              x            x        .      .
        batches.revert        .              x            .        .      .
        batches.purge         .              x            .        .      .
        purges.show           .              x            .        .      x
        exports.make          .              x            x        .      .
        students.show         .              x            x        x      .
        students.edit         .              x            .        .      .
        students.take_out     .              x            .        .      .
        students.erase        .              x            .        .      .
        access.show           .              x            .        .      x
        values.see            .              x            x        .      .
        mappings.show         .              x            x        x      .
        mappings.edit         .              x            .        .      .
        users.manage          .              x            .        .      .
        keys.manage           .              x            .        .      .
        embed.open            .              x            x        .      .
        invitations.show      .              x            x        .      .
        invitations.send      .              x            .        .      .
        webhooks.manage       .              x            .        .      .
        audit.show            .              x            .        .      x
        schools.manage        x              .            .        .      .
        schools.break_glass   x              .            .        .      .
        service.show          x              .            .        .      .
    "#]]
    .assert_eq(&told);
}

#[test]
fn what_each_scope_of_a_key_covers() {
    let told = picture(&Scope::ALL.map(Scope::name), |action| Scope::ALL.map(|scope| scope.covers(action)).to_vec());
    expect![[r#"
                              upload commit read export
        school.show           .      .      x    .
        school.edit           .      .      .    .
        batches.show          x      x      x    .
        batches.upload        x      .      .    .
        batches.map           x      .      .    .
        rows.show             .      .      x    .
        rows.fix              x      .      .    .
        batches.approve       .      x      .    .
        batches.approve_held  .      x      .    .
        batches.commit        .      x      .    .
        batches.cancel        .      x      .    .
        batches.revert        .      x      .    .
        batches.purge         .      .      .    .
        purges.show           .      .      x    .
        exports.make          .      .      .    x
        students.show         .      .      x    .
        students.edit         .      .      .    .
        students.take_out     .      .      .    .
        students.erase        .      .      .    .
        access.show           .      .      x    .
        values.see            .      .      x    x
        mappings.show         x      .      x    .
        mappings.edit         .      .      .    .
        users.manage          .      .      .    .
        keys.manage           .      .      .    .
        embed.open            x      .      .    .
        invitations.show      .      .      x    .
        invitations.send      .      .      .    .
        webhooks.manage       .      .      .    .
        audit.show            .      .      x    .
        schools.manage        .      .      .    .
        schools.break_glass   .      .      .    .
        service.show          .      .      .    .
    "#]]
    .assert_eq(&told);
}

#[test]
fn no_key_manages_people_keys_or_schools() {
    for action in
        [Action::ManageUsers, Action::ManageKeys, Action::ManageSchools, Action::BreakGlass, Action::EditSchool]
    {
        assert!(Scope::ALL.iter().all(|scope| !scope.covers(action)), "{action}");
    }
}

#[test]
fn whoever_runs_the_service_sees_no_school() {
    let allowed: Vec<&str> =
        Action::ALL.iter().filter(|action| allows(Role::PlatformAdmin, **action)).map(|action| action.name()).collect();
    assert_eq!(allowed, ["schools.manage", "schools.break_glass", "service.show"]);
}
