-- Issues by code, and by nothing else: a planner that has no statistics of rows so new took this index for the issues of one row, and walked all
-- those of the batch.
drop index import_error_code;
create index import_error_code on import_error (establishment_id, batch_id, code, seq, field) where code <> '';
