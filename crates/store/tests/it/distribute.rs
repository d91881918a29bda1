//! Spreading the tables, against a stand-in for Citus: its two functions and its view, which refuse what Citus refuses and record the
//! rest. What only a real cluster can show is said in `docs/scale.md`.

use rentree_store::{Distribution, Error, Store};
use sqlx::Row as _;

use crate::db::{Db, OURS};

/// The rules of Citus that a schema can break: the key in every unique constraint and foreign key, parents first, the same shards, no
/// sub-query in a policy, and rows that their owner may copy.
const STAND_IN: &str = r"
create schema citus;
create table citus.moved (number bigint generated always as identity, relation regclass, kind text, key text, shards int, beside text);
create view citus_tables as select relation as table_name, kind as citus_table_type, key as distribution_column from citus.moved;
create function citus.refuse_policies(t regclass) returns void language plpgsql as $$
declare rows bigint;
begin
  if exists (select from pg_policy p where p.polrelid = t and pg_get_expr(p.polqual, t) ilike '%select%') then
    raise '% has a policy with a sub-query', t;
  end if;
  if (select relforcerowsecurity from pg_class where oid = t) then raise 'COPY into % is refused', t; end if;
  if current_setting('citus.multi_shard_modify_mode', true) is distinct from 'sequential' then raise 'not one after the other'; end if;
end $$;
create function create_reference_table(t regclass) returns void language plpgsql as $$
begin
  perform citus.refuse_policies(t);
  if exists (select from pg_constraint where conrelid = t and contype = 'f') then raise '% points to a table', t; end if;
  insert into citus.moved (relation, kind, key) values (t, 'reference', '<none>');
end $$;
create function create_distributed_table(
  table_name regclass, distribution_column text, distribution_type text default 'hash', colocate_with text default 'default',
  shard_count int default null
) returns void language plpgsql as $$
declare
  t alias for table_name;
  own smallint := (select attnum from pg_attribute where attrelid = t and attname = distribution_column);
  c record;
  shards int := shard_count;
begin
  perform citus.refuse_policies(t);
  if own is null then raise '% has no %', t, distribution_column; end if;
  if exists (select from citus.moved where relation = t) then raise '% is distributed already', t; end if;
  if exists (select from pg_index i where i.indrelid = t and i.indisunique and not (own = any (i.indkey))) then
    raise 'a unique constraint of % has no %', t, distribution_column;
  end if;
  if colocate_with not in ('none', 'default') then
    shards := (select m.shards from citus.moved m where m.relation = colocate_with::regclass);
    if shards is null then raise '% is not distributed yet', colocate_with; end if;
  end if;
  for c in select * from pg_constraint where contype = 'f' and t in (conrelid, confrelid) loop
    if (select count(*) from citus.moved m where m.relation in (c.conrelid, c.confrelid)) < 2 then
      raise 'the foreign key % stands between % and a table that is not distributed', c.conname, t;
    end if;
  end loop;
  insert into citus.moved (relation, kind, key, shards, beside) values (t, 'distributed', distribution_column, shards, colocate_with);
end $$;
";

async fn with_stand_in() -> Db {
    let db = Db::postgres().await;
    db.owner_says(STAND_IN).await;
    db
}

async fn ask(db: &Db, question: &'static str) -> Vec<String> {
    let pool = sqlx::PgPool::connect(&db.owner).await.unwrap();
    let rows = sqlx::query(question).fetch_all(&pool).await.unwrap();
    pool.close().await;
    rows.iter().map(|row| row.get(0)).collect()
}

async fn owner(db: &Db) -> Store {
    Store::open(&db.owner).await.unwrap()
}

#[tokio::test]
async fn without_citus_nothing_is_changed() {
    let db = Db::postgres().await;
    let policies = "select pg_get_expr(polqual, polrelid) from pg_policy order by polrelid, polname";
    let before = ask(&db, policies).await;
    assert!(matches!(owner(&db).await.distribute(64).await, Err(Error::NotDistributable)));
    assert_eq!(ask(&db, policies).await, before);
}

#[tokio::test]
async fn a_file_cannot_be_distributed() {
    let db = Db::sqlite().await;
    assert!(matches!(db.store.distribute(64).await, Err(Error::NotDistributable)));
}

#[tokio::test]
async fn the_plan_names_every_table_of_the_catalogue_once() {
    let db = Db::postgres().await;
    let mut planned = owner(&db).await.distribution(64).await.unwrap().tables;
    // Migrations are run on the node that we speak to, and so is their list.
    planned.push("schema_migration".to_owned());
    planned.sort_unstable();
    let there = "select c.relname::text from pg_class c where c.relkind in ('r', 'p') \
        and c.relnamespace = 'public'::regnamespace order by 1";
    assert_eq!(planned, ask(&db, there).await);
}

#[tokio::test]
async fn types_are_made_again_so_that_every_node_has_them() {
    let db = Db::postgres().await;
    db.owner_says("create type pair as (one bigint, other text)").await;
    let plan = owner(&db).await.distribution(64).await.unwrap().statements;
    let at = plan.iter().position(|text| text == "drop type pair").unwrap();
    assert_eq!(plan[at + 1], "create type pair as (one bigint, other text)");
    assert!(plan[..at].iter().all(|text| !text.contains("create_")), "before the first table");
}

const FOREIGN_KEYS: &str = "select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint \
    where contype = 'f' order by 1";

#[tokio::test]
async fn tables_are_spread_by_school_beside_each_other() {
    let db = with_stand_in().await;
    let store = owner(&db).await;
    let keys = ask(&db, FOREIGN_KEYS).await;
    let planned = store.distribution(32).await.unwrap().tables;
    assert_eq!(store.distribute(32).await.unwrap(), planned);
    let by_another = "select relation::text from citus.moved where kind = 'distributed' and key <> 'establishment_id'";
    assert_eq!(ask(&db, by_another).await, ["establishment"]);
    let apart = "select relation::text from citus.moved where kind = 'distributed' and (shards <> 32 or shards is null \
        or (beside <> 'establishment' and relation::text <> 'establishment'))";
    assert_eq!(ask(&db, apart).await, Vec::<String>::new());
    let everywhere = "select relation::text from citus.moved where kind = 'reference' order by 1";
    let of_no_school =
        ["establishment_slug", "platform_admin", "platform_second_factor", "platform_session", "sign_in_pause"];
    assert_eq!(ask(&db, everywhere).await, of_no_school);
    assert_eq!(ask(&db, FOREIGN_KEYS).await, keys, "as they were");
}

#[tokio::test]
async fn the_policies_hold_as_they_did() {
    let db = with_stand_in().await;
    owner(&db).await.distribute(64).await.unwrap();
    let loose = "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace \
        and relname <> 'schema_migration' and not (relrowsecurity and relforcerowsecurity)";
    assert_eq!(ask(&db, loose).await, Vec::<String>::new());
    assert_eq!(ask(&db, "select slug from establishment").await, Vec::<String>::new(), "no school was named");
    let mut tx = db.ours().await;
    assert_eq!(tx.school().await.unwrap().unwrap().slug, "ours");
    assert!(db.store.system_read().await.unwrap().establishments("", 9).await.unwrap().len() == 2);
    let theirs = db.theirs().await;
    assert_ne!(theirs.establishment(), OURS);
}

#[tokio::test]
async fn a_second_run_does_nothing() {
    let db = with_stand_in().await;
    let store = owner(&db).await;
    store.distribute(64).await.unwrap();
    assert_eq!(store.distribution(64).await.unwrap(), Distribution::default());
    assert_eq!(store.distribute(64).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_run_that_was_cut_off_has_done_nothing() {
    let db = with_stand_in().await;
    db.owner_says(
        "create function citus.stop() returns trigger language plpgsql as $$ begin \
         if new.relation = 'import_file'::regclass then raise 'the machine stops here'; end if; return new; end $$; \
         create trigger stop before insert on citus.moved for each row execute function citus.stop()",
    )
    .await;
    let store = owner(&db).await;
    let (keys, all) = (ask(&db, FOREIGN_KEYS).await, store.distribution(64).await.unwrap());
    assert!(matches!(store.distribute(64).await, Err(Error::Database(_))));
    assert_eq!((ask(&db, FOREIGN_KEYS).await, store.distribution(64).await.unwrap()), (keys, all.clone()));
    db.owner_says("drop trigger stop on citus.moved").await;
    assert_eq!(store.distribute(64).await.unwrap(), all.tables);
}

#[tokio::test]
async fn a_table_of_a_later_migration_joins_the_others() {
    let db = with_stand_in().await;
    let store = owner(&db).await;
    store.distribute(64).await.unwrap();
    db.owner_says("delete from citus.moved where relation = 'lease'::regclass").await;
    assert_eq!(store.distribute(64).await.unwrap(), ["lease"]);
}

#[tokio::test]
async fn a_table_that_is_distributed_otherwise_is_told() {
    let db = with_stand_in().await;
    db.owner_says("insert into citus.moved (relation, kind, key) values ('users', 'distributed', 'id')").await;
    let refused = owner(&db).await.distribute(64).await.unwrap_err();
    assert!(refused.to_string().contains("`users` is distributed otherwise"), "{refused}");
}

#[tokio::test]
async fn the_stand_in_refuses_what_citus_refuses() {
    for (change, refusal) in [
        ("alter table users add constraint loose unique (id)", "a unique constraint of users"),
        (
            "alter table lease drop constraint lease_pkey; alter table lease add primary key (name)",
            "a unique constraint of lease",
        ),
        ("create policy loose on level using ((select true))", "is not ours"),
    ] {
        let db = with_stand_in().await;
        db.owner_says(change).await;
        let refused = owner(&db).await.distribute(64).await.unwrap_err();
        let cause = std::error::Error::source(&refused).map(ToString::to_string).unwrap_or_default();
        assert!(format!("{refused} {cause}").contains(refusal), "{change}: {refused} {cause}");
    }
}
