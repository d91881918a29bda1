-- Issues of a code on a field are found without a look at the issues themselves.
drop index import_error_code;
create index import_error_code on import_error (establishment_id, batch_id, code, seq, field);
