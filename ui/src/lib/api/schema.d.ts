// Made from docs/reference/openapi.json by `npm run api`: change the program, not this file.

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers. Asks nobody else. */
        get: operations["get_healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counters and times in Prometheus' text form. Ids and codes only. */
        get: operations["get_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the database answers, so that requests can be sent here. */
        get: operations["get_readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All schools, by slug. */
        get: operations["get_establishments"];
        put?: never;
        /** A new school with its first administrator, who sets a password with the link. */
        post: operations["post_establishments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the school declares: its year, levels, departments, settings. */
        get: operations["get_establishment"];
        /** All of it anew. Its slug stays. */
        put: operations["put_establishment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that somebody did and looked at, the latest first. */
        get: operations["get_access"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the school taught, what was revoked too. */
        get: operations["get_aliases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/aliases/titles/{text}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget what a title means. */
        delete: operations["delete_aliases_titles_text"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/aliases/values/{field}/{text}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget what a value of a field means. */
        delete: operations["delete_aliases_values_field_text"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, oldest first. With `Accept: application/x-ndjson` all of it, one entry a line, as `rentree audit verify` reads it. */
        get: operations["get_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/audit/newest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, newest first. */
        get: operations["get_audit_newest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the trail is what was written: every entry follows from the one before. */
        get: operations["get_audit_verify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The history of imports, the latest first. */
        get: operations["get_batches"];
        put?: never;
        /**
         * Send a list.
         * @description It is read at once: what cannot be read is refused and nothing is kept. When its columns say enough, a worker checks it; otherwise
         *     `mapping` says what is missing.
         */
        post: operations["post_batches"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import: where it stands, what it counted, what is being done. */
        get: operations["get_batches_batch"];
        put?: never;
        post?: never;
        /** Delete what it holds of students, before its time. Counts, commit log and trail stay. */
        delete: operations["delete_batches_batch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/absent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Students of the list's year and levels whom it does not name.
         * @description The batch's option `absent` says what becomes of them when it is committed. A row in error names nobody, but students who share a key or
         *     the name with one are not counted as absent.
         */
        get: operations["get_batches_batch_absent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say yes to the plan that was seen. If it is another one by now, the answer is 409, with its revision and counts as they are. */
        post: operations["post_batches_batch_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Never mind. Nothing of it was written, and nothing will be. */
        post: operations["post_batches_batch_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was corrected, when and by whom. */
        get: operations["get_batches_batch_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/commit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write the approved plan. A worker does it; `events` tells how far it is. */
        post: operations["post_batches_batch_commit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the annotated workbook back, corrected: only cells that differ are written, as one change that can be undone. Rows of another batch and
         *     new rows are refused.
         */
        post: operations["post_batches_batch_corrections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/counters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts only: they come with every correction. */
        get: operations["get_batches_batch_counters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each event is the batch as `GET` shows it; the last one is called `rest`: nothing more happens by itself. */
        get: operations["get_batches_batch_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files that were made of an import, the latest first. */
        get: operations["get_batches_batch_exports"];
        put?: never;
        /** Have a file made. A small one is there at once, a long one when a worker has made it. It is deleted with the import's own file. */
        post: operations["post_batches_batch_exports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/exports/{export}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One file: whether it is made, and where. */
        get: operations["get_batches_batch_exports_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/exports/{export}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file itself. That it was taken is written into the trail. */
        get: operations["get_batches_batch_exports_export_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/fixes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same to all similar rows; with `dry_run`, only counted. */
        post: operations["post_batches_batch_fixes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom a batch would invite. Nothing is sent. */
        get: operations["get_batches_batch_invitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/issues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The issues of a list by code, field and column. */
        get: operations["get_batches_batch_issues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/layout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the file is read: kind, encoding, sheets, where its tables are, and why. */
        get: operations["get_batches_batch_layout"];
        /** Read the file another way. */
        put: operations["put_batches_batch_layout"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/layout/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The first rows of a sheet as they stand, to say where its titles are. Whoever may not see values gets none. */
        get: operations["get_batches_batch_layout_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/mapping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each column is taken for, how surely, and why. */
        get: operations["get_batches_batch_mapping"];
        /** Decide what the columns mean. When nothing is missing any more, a worker checks the list. */
        put: operations["put_batches_batch_mapping"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a list would do, and to whom. */
        get: operations["get_batches_batch_plan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The certificate of a batch; there is none before it is purged. */
        get: operations["get_batches_batch_purge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/redo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do again what was last taken back. */
        post: operations["post_batches_batch_redo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try again what was given up, from where it stood. */
        post: operations["post_batches_batch_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the undo of an import stands. */
        get: operations["get_batches_batch_revert"];
        put?: never;
        /**
         * Take a committed import back.
         * @description A worker does it. Fields that a person or a later list changed since stay as they are; students whom the import created and whom nobody
         *     touched since are removed. Only while what stood there before is kept: the school's days of retention.
         */
        post: operations["post_batches_batch_revert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/revert/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of each row that the import had written. */
        get: operations["get_batches_batch_revert_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rows of a list, filtered.
         * @description A page goes on behind a `cursor`, or begins `at` any of the wanted rows: `at=500000` is the middle of a list of a million. With
         *     `Accept: application/x-ndjson`, all of them from there on, a line each.
         */
        get: operations["get_batches_batch_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Correct cells and fields, 50,000 at most, as one change that can be undone. All of them or none: 412 says what stands where somebody was
         *     faster.
         */
        patch: operations["patch_batches_batch_rows"];
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/rows/exclude": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave rows out: nothing is written for them. */
        post: operations["post_batches_batch_rows_exclude"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/rows/include": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take rows in again that were left out. */
        post: operations["post_batches_batch_rows_include"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/rows/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The rows of a list, searched.
         * @description A search reads so many rows for a page: one that is not full, or empty, and has a `next` looked at its share. Go on with the `cursor`. Whoever
         *     may not see values may not search.
         */
        post: operations["post_batches_batch_rows_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back the latest correction. */
        post: operations["post_batches_batch_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/values/{field}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the texts of levels, departments or genders mean. */
        get: operations["get_batches_batch_values_field"];
        /** Say what texts mean. The school remembers it, and the list is checked anew. */
        put: operations["put_batches_batch_values_field"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/batches/{batch}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the yes back, as long as nothing was written. */
        post: operations["post_batches_batch_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/break-glass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Be let into a school as a viewer for a while, with a reason. The school reads it in its trail. */
        post: operations["post_break_glass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What changed, oldest first. */
        get: operations["get_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The school's departments. */
        get: operations["get_departments"];
        /** Declare the departments: all of them, in their order. One that students are in cannot be taken away. */
        put: operations["put_departments"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/embed-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let one frame of a platform's page work for this school, for some minutes. With a key only. */
        post: operations["post_embed_sessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Students who were erased, in that order: ids, reasons, and whether the erasure still stands. */
        get: operations["get_erasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/erasures/{erasure}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let lists bring the student again, as a new one. What was erased does not come back. */
        post: operations["post_erasures_erasure_lift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who was invited, in the order in which they came. */
        get: operations["get_invitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/invitations/{student}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an invitation once more, with a new link. The one before is worth nothing then. */
        post: operations["post_invitations_student_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/invitations/{student}/bounced": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It was heard later that it did not arrive. */
        post: operations["post_invitations_student_bounced"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/invitations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A text as a student would read it, with somebody invented in it. */
        post: operations["post_invitations_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/invitations/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The school's text as somebody of the school wants to see it arrive. Its link opens nothing. */
        post: operations["post_invitations_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every key that was made, in that order. */
        get: operations["get_keys"];
        put?: never;
        /** Make a key. */
        post: operations["post_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Make a key worthless from now on. */
        delete: operations["delete_keys_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/levels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The school's levels. */
        get: operations["get_levels"];
        /** Declare the levels: all of them, in their order. One that students are in cannot be taken away. */
        put: operations["put_levels"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The mappings that the school keeps, each in its latest version. */
        get: operations["get_mappings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/mappings/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every version of a mapping, the latest first. */
        get: operations["get_mappings_name_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/oneroster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All students as a OneRoster 1.2 bulk set: an archive of `manifest.csv`, `orgs.csv`, `users.csv`, `roles.csv` and `demographics.csv`. */
        get: operations["get_oneroster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/purges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every certificate, in the order in which the batches came. */
        get: operations["get_purges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/students": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The students of the school, in the order in which they came.
         * @description With `Accept: application/x-ndjson` all of them at once, a line each.
         */
        get: operations["get_students"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/students/{student}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One student, and what happened to them. That they were looked at is written into the trail. */
        get: operations["get_students_student"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Write a student by hand.
         * @description Values are cleaned and judged as those of a list. Later lists leave these fields alone, unless they are told otherwise.
         */
        patch: operations["patch_students_student"];
        trace?: never;
    };
    "/v1/establishments/{slug}/students/{student}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who saw this student, the latest first. A student who was erased is asked for by the id that they had. */
        get: operations["get_students_student_access"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/students/{student}/dossier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that is known of one student, as one document for the family. That it left is written into the trail. */
        get: operations["get_students_student_dossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/students/{student}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase a student for good: profile, account, what lists that are kept hold of them, and the files of these lists. An old list does not bring
         *     the student back (`STUDENT_ERASED`).
         */
        post: operations["post_students_student_erase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/students/{student}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to one student, a page at a time, the latest first. That they were looked at is written into the trail. */
        get: operations["get_students_student_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/students/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The students of the school whose names, matricule, e-mail or phone begin with the words that are searched. */
        post: operations["post_students_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/template.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The school's own empty list: titles that need no explanation, its levels and departments to choose from. */
        get: operations["get_template_xlsx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Announce a file of so many bytes. `Location` says where its pieces go. */
        post: operations["post_uploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/uploads/{upload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Never mind: what arrived is deleted. */
        delete: operations["delete_uploads_upload"];
        options?: never;
        /** How far it is. */
        head: operations["head_uploads_upload"];
        /** The next piece. What arrived before the line broke is kept: ask how far it is, and go on from there. */
        patch: operations["patch_uploads_upload"];
        trace?: never;
    };
    "/v1/establishments/{slug}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who signs in, or did, in the order in which they came. */
        get: operations["get_users"];
        put?: never;
        /** Let somebody sign in. */
        post: operations["post_users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_users_user"];
        put?: never;
        post?: never;
        /** Close an account. Nothing of it is deleted: what the person did stays theirs. */
        delete: operations["delete_users_user"];
        options?: never;
        head?: never;
        /** Another role or name, or an account that is closed or opened. The last administrator stays one. */
        patch: operations["patch_users_user"];
        trace?: never;
    };
    "/v1/establishments/{slug}/users/{user}/password-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A link by which a person sets a password, in place of the one before. */
        post: operations["post_users_user_password_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/users/{user}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ask somebody for no code any more who lost the telephone. */
        delete: operations["delete_users_user_second_factor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/users/{user}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign somebody out, wherever they are signed in. */
        delete: operations["delete_users_user_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every endpoint, in the order in which they were made. */
        get: operations["get_webhooks"];
        put?: never;
        /** Tell events there from now on. */
        post: operations["post_webhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/webhooks/{webhook}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One endpoint. */
        get: operations["get_webhooks_webhook"];
        put?: never;
        post?: never;
        /** Tell nothing there any more. What waited for it is forgotten. */
        delete: operations["delete_webhooks_webhook"];
        options?: never;
        head?: never;
        /** Another address or other events; or not for now, or again. */
        patch: operations["patch_webhooks_webhook"];
        trace?: never;
    };
    "/v1/establishments/{slug}/webhooks/{webhook}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was told there, the latest first, as long as the school keeps things. */
        get: operations["get_webhooks_webhook_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/webhooks/{webhook}/deliveries/{sequence}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell it once more, under the id that it has. */
        post: operations["post_webhooks_webhook_deliveries_sequence_resend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/webhooks/{webhook}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret. The one before signs beside it for a while, so that the receiver can move. */
        post: operations["post_webhooks_webhook_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/establishments/{slug}/webhooks/{webhook}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send `webhook.test` there; what became of it stands among the deliveries. */
        post: operations["post_webhooks_webhook_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set the student's password. The link works once. */
        post: operations["post_invitations_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where a link comes from, and until when it is good. */
        post: operations["post_invitations_look"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a list may be at most. */
        get: operations["get_limits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who one is, with the token for what changes something. */
        get: operations["get_session"];
        put?: never;
        /** Sign in. The answer's cookie is the session. */
        post: operations["post_session"];
        /** Sign out. */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Another password of one's own. */
        put: operations["put_session_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/password/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a password with a link that was handed over. It works once, and ends every session of the person. */
        post: operations["post_session_password_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The first code. From now on one is asked for; every other session of the person ends. */
        put: operations["put_session_second_factor"];
        /** Begin to switch on a code beside one's password: what the app on the telephone needs. Nothing is asked for before the first code is confirmed. */
        post: operations["post_session_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/second-factor/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for no code any more. */
        post: operations["post_session_second_factor_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "import.cancelled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A list was given up */
        post: operations["told_import_cancelled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "import.committed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The students of a list are written */
        post: operations["told_import_committed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "import.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A list could not be read, understood or written */
        post: operations["told_import_failed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "import.needs_input": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A list has come whose columns a person must explain */
        post: operations["told_import_needs_input"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "import.review_ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A list was checked: what it would change can be looked at */
        post: operations["told_import_review_ready"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "import.undone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A committed list was taken back */
        post: operations["told_import_undone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "students.changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A person wrote a student: the feed has something new */
        post: operations["told_students_changed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "webhook.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody tries the endpoint */
        post: operations["told_webhook_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** @description A student whom the list does not name. */
        AbsentStudentView: {
            active: boolean;
            department_code?: string | null;
            full_name?: string | null;
            level_code?: string | null;
            matricule?: string | null;
            /** Format: uuid */
            student: string;
        };
        /** @enum {string} */
        AbsentView: "list" | "deactivate";
        AcceptBody: {
            password: string;
            /** @description What stands behind the `#` of the link. */
            token: string;
        };
        /** @enum {string} */
        AcceptView: "exact" | "likely" | "guess";
        /** @enum {string} */
        ActionView: "create" | "update" | "unchanged" | "skip" | "conflict" | "error";
        /** @description The plan that was seen. */
        ApproveBody: {
            /**
             * Format: int64
             * @description The batch's `revision`, as the plan and the pages of rows showed it.
             */
            revision: number;
        };
        /** @description An import, wherever it stands. */
        BatchView: {
            /** Format: date-time */
            approved_at?: string | null;
            /** Format: date-time */
            cancelled_at?: string | null;
            /** Format: date-time */
            committed_at?: string | null;
            counts: components["schemas"]["CountsView"];
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            created_by?: string | null;
            /** Format: date-time */
            failed_at?: string | null;
            /** @description Code of the reason, when it failed. */
            failure?: string | null;
            /** @description Why it waits for an administrator of the school. */
            held: components["schemas"]["HeldView"][];
            /** Format: uuid */
            id: string;
            /** @description How often each code was given. */
            issues: {
                [key: string]: number;
            };
            job?: components["schemas"]["JobView"] | null;
            /** Format: date-time */
            mapped_at?: string | null;
            options: components["schemas"]["OptionsView"];
            original_filename: string;
            progress?: components["schemas"]["ProgressView"] | null;
            /**
             * Format: date-time
             * @description Since when nothing of its students is kept.
             */
            purged_at?: string | null;
            request_id?: string | null;
            /** Format: date-time */
            reverted_at?: string | null;
            /**
             * Format: int64
             * @description Grows with everything that changes what the list would do; `approve` names it.
             */
            revision: number;
            /** @description Earlier imports of the very same file. */
            same_file?: components["schemas"]["EarlierView"][] | null;
            school_year?: string | null;
            source_type: string;
            /** @description `uploaded`, `mapped`, `validated`, `ready_to_commit`, `committed`, `failed`, `cancelled`, `reverted`. */
            status: string;
            /** @description What may be done now: `map`, `approve`, `commit`… */
            steps: string[];
            /** Format: date-time */
            updated_at: string;
            /** Format: date-time */
            validated_at?: string | null;
        };
        BreakGlassBody: {
            /** Format: int32 */
            minutes: number;
            /** @description For the school, which reads it in its trail. No student's name belongs here. */
            reason: string;
        };
        BrokenGlassView: {
            /** @description The names of what is allowed there. */
            actions: string[];
            /** Format: date-time */
            expires_at: string;
            /** @description What one is in the school until then. */
            role: string;
        };
        CellView: {
            after: string;
            before: string;
            column: string;
            header: string;
            /** Format: int32 */
            row: number;
            row_key: string;
            sheet?: string | null;
        };
        /** @description That a batch was purged. Ids and counts; it is kept for good. */
        CertificateView: {
            /** @description `person:ID`, `key:ID`, `machine`, `worker`. */
            actor: string;
            /** Format: uuid */
            batch: string;
            /** Format: date-time */
            begun_at: string;
            /**
             * Format: date-time
             * @description `null` while something is left: the purge goes on.
             */
            ended_at?: string | null;
            reason: components["schemas"]["PurgeReasonView"];
            removed: components["schemas"]["RemovedView"];
            request_id?: string | null;
            /**
             * Format: int32
             * @description The school's days of retention at that moment.
             */
            retention_days: number;
        };
        /** @description What was changed, or with `dry_run` what would be. */
        ChangedOrWould: components["schemas"]["ChangedView"] | components["schemas"]["WouldView"];
        /** @description One student, at their last change. Each stands in the feed once. */
        ChangedStudentView: {
            active: boolean;
            /** Format: date-time */
            at: string;
            /**
             * Format: int64
             * @description Of the change: it only grows, and those of one transaction have the same.
             */
            sequence: number;
            /** Format: uuid */
            student: string;
            values?: components["schemas"]["StudentView"] | null;
            /** @description `created`, `updated`, `deactivated`, `edited`, `reverted`; `removed` and `erased` are gone. */
            what: string;
        };
        /** @description What a change did, and where the batch stands now. */
        ChangedView: {
            change?: components["schemas"]["ChangeSetView"] | null;
            counts: components["schemas"]["CountsView"];
            /** @description `false`: the list is long; send the same again with `change` to go on. */
            done: boolean;
            /** Format: int64 */
            revision: number;
            /** @description The touched rows as they are now, where they were named one by one. */
            rows: components["schemas"]["RowView"][];
        };
        /** @description One entry in the history of corrections. */
        ChangeSetView: {
            /**
             * Format: uuid
             * @description The user, when a person did it.
             */
            author?: string | null;
            /** @description `person:ID`, `key:ID`. */
            author_name: string;
            /** Format: date-time */
            created_at: string;
            /** @description What was asked: codes and fields, no value of a student. */
            details: Record<string, never>;
            /** @description `edit`, `fix`, `replace`, `exclude`, `include`, `workbook`. */
            kind: string;
            /** Format: int64 */
            number: number;
            /** Format: int64 */
            rows: number;
            /** @description `open` and `undoing`, `redoing` are to be gone on with; `done`, `undone`. */
            status: string;
        };
        /** @description The history of corrections. */
        ChangesView: {
            /** @description The latest first. */
            items: components["schemas"]["ChangeSetView"][];
            next?: string | null;
        };
        ChangeView: {
            after?: string | null;
            before?: string | null;
            field: string;
        };
        /** @enum {string} */
        ChannelView: "email" | "sms";
        /** @description One column: what it holds and what it is taken for. */
        ColumnView: {
            /** @description The second field of a column that holds two. */
            also: string[];
            /** @description Other fields that it could be, the best first. */
            alternatives: string[];
            /** @description How sure that is: `remembered`, `exact`, `likely`, `guess`. */
            band: string;
            /**
             * Format: int32
             * @description From 0 for column A.
             */
            column: number;
            /** Format: int64 */
            distinct: number;
            /** @description Its texts are kept beside the student. */
            extra: boolean;
            /**
             * Format: double
             * @description Share of the rows with a text.
             */
            fill: number;
            header: string;
            letter: string;
            /** @description Nobody has decided yet. */
            open: boolean;
            /** @description What it is proposed for, whether or not that was taken. */
            proposed?: string | null;
            reason: string;
            /** @description A few of its texts. */
            samples: string[];
            /** @description The field that it gives now. */
            target?: string | null;
        };
        ConstantView: {
            field: string;
            /** @description `title`, `sheet`, `school`, `person`…: where it comes from. */
            origin: Record<string, never>;
            text: string;
        };
        /** @description A form: `file`, and `dry_run` as `true` to only look. */
        CorrectionsForm: {
            dry_run?: boolean | null;
            /** Format: binary */
            file: string;
        };
        /** @description What stands in the place of what was read. */
        CorrectionView: {
            /** @description `null` is what was read. */
            before?: string | null;
            /** Format: int64 */
            change: number;
            /** @description Letter of the column, when a cell was corrected. */
            column?: string | null;
            /** @description Whether the row was left out. */
            excluded: boolean;
            /** @description The field, when it was corrected as a whole. */
            field?: string | null;
            value?: string | null;
        };
        /** @description The counts of a list, for the tabs above its rows. */
        CountersView: {
            /**
             * Format: int64
             * @description Rows that a person wrote something over.
             */
            corrected: number;
            counts: components["schemas"]["CountsView"];
            /**
             * Format: int64
             * @description Rows that were left out.
             */
            excluded: number;
            /** @description How often each code was given. */
            issues: {
                [key: string]: number;
            };
            /** Format: int64 */
            revision: number;
        };
        /** @enum {string} */
        CountryView: "CM" | "CF" | "TD" | "CG" | "GQ" | "GA";
        /**
         * @description Rows of the list, each counted once in either line:
         *     `read = ok + warning + error + ignored` and `read = created + updated + unchanged + skipped + error + ignored`.
         */
        CountsView: {
            /**
             * Format: int64
             * @description Students of the list's year and levels whom it does not name; no rows.
             */
            absent: number;
            /**
             * Format: int64
             * @description Of the rows in error: those whose keys point at two students.
             */
            conflict: number;
            /** Format: int64 */
            created: number;
            /** Format: int64 */
            error: number;
            /** Format: int64 */
            ignored: number;
            /** Format: int64 */
            ok: number;
            /** Format: int64 */
            read: number;
            /** Format: int64 */
            skipped: number;
            /** Format: int64 */
            unchanged: number;
            /** Format: int64 */
            updated: number;
            /** Format: int64 */
            warning: number;
        };
        /** @enum {string} */
        DateOrderView: "DMY" | "MDY";
        /** @enum {string} */
        DeliveryStatusView: "waiting" | "delivered" | "given_up";
        /** @description One event on its way to one endpoint. */
        DeliveryView: {
            /**
             * Format: int64
             * @description Since it last began to be tried.
             */
            attempts: number;
            /** Format: uuid */
            batch?: string | null;
            /** Format: date-time */
            delivered_at?: string | null;
            /**
             * Format: date-time
             * @description When it is tried next.
             */
            due_at?: string | null;
            /** @description `HTTP_STATUS`, `REDIRECT`, `TIMEOUT`, `NO_CONNECTION`, `NAME_UNKNOWN`, `ADDRESS_REFUSED`, `BROKEN` or `UNSIGNED`. */
            error?: string | null;
            event: string;
            /** Format: date-time */
            happened_at: string;
            /**
             * Format: int32
             * @description What the endpoint answered last.
             */
            http_status?: number | null;
            /**
             * Format: int64
             * @description The event's number in the school.
             */
            sequence: number;
            status: components["schemas"]["DeliveryStatusView"];
            /** Format: date-time */
            tried_at?: string | null;
        };
        /** @description All departments in their order. */
        DepartmentsView: {
            items: components["schemas"]["TaughtDepartmentView"][];
        };
        DepartmentView: {
            /** @description Other spellings. */
            aliases?: string[];
            code: string;
            name: string;
        };
        /** @description What one row would change. */
        DifferenceView: {
            changes: components["schemas"]["ChangeView"][];
            /** @description As the list has it. */
            full_name?: string | null;
            key: string;
            /** Format: int32 */
            row: number;
            sheet?: string | null;
            /** Format: uuid */
            student?: string | null;
        };
        /** @description An earlier import of the same file. */
        EarlierView: {
            /** Format: date-time */
            committed_at?: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            status: string;
        };
        /** @description One cell or field, what the person saw there, and what it becomes. */
        EditBody: {
            /** @description Letter of the column, or */
            column?: string | null;
            /** @description What was seen: the text of the cell, or the value of the field. Empty for an empty one. */
            expected: string;
            /** @description the field's name. */
            field?: string | null;
            /** @description The row's `key`. */
            row: string;
            /** @description `null` brings back what was read. */
            value?: string | null;
        };
        /** @description What a person writes. What is left out stays; `null` empties a field. */
        EditStudent: {
            /** @description Whether the student is there. */
            active?: boolean | null;
            /** @description By field: `{"address": "Bastos", "phone": null}`. Level and department by their codes. */
            fields?: {
                [key: string]: string | null;
            };
        };
        EmbedSessionView: {
            /** @description The frame's address on this server: `/embed/PLACE#TOKEN`. It is shown this once, and belongs to one person's page. */
            address: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            id: string;
            scopes: string[];
            /** @description What stands behind the `#`; to be handed over again when a session is renewed. */
            token: string;
        };
        /** @description For the app on the telephone; shown this once. */
        EnrolmentView: {
            /** @description In base 32, to be typed. */
            secret: string;
            /** @description `otpauth://…`, for a picture to be scanned. */
            uri: string;
        };
        /** @description One entry. Its hash is made of all of it and of the hash before. */
        EntryView: {
            action: string;
            /** @description `person:ID`, `key:ID`, `embed:ID`, `admin:ID`, `machine`, `worker`, `nobody`. */
            actor?: string | null;
            /** Format: date-time */
            at: string;
            /** @description Ids, codes and counts. */
            details: Record<string, never>;
            hash: string;
            /** @description An address, or `cli`. */
            origin?: string | null;
            prev: string;
            request_id?: string | null;
            /** Format: int64 */
            seq: number;
            subject: string;
        };
        /** @description What was emptied in lists that are kept. */
        ErasureDoneView: {
            erasure: components["schemas"]["ErasureView"];
            /**
             * Format: int64
             * @description Raw files and files made of lists, deleted.
             */
            files: number;
            /**
             * Format: int64
             * @description Rows of lists, blanked.
             */
            rows: number;
        };
        /** @description That a student was erased. Who it was is not kept. */
        ErasureView: {
            /** @description `person:ID`, `key:ID`, `machine`. */
            actor: string;
            /** Format: date-time */
            at: string;
            /** Format: uuid */
            id: string;
            lifted?: components["schemas"]["LiftedView"] | null;
            reason: string;
            request_id?: string | null;
            /**
             * Format: uuid
             * @description The id that the student had.
             */
            student: string;
            /**
             * Format: date-time
             * @description `null` while lists that are kept may still hold the student: a worker empties them.
             */
            swept_at?: string | null;
        };
        /** @description A school, by its name and its counts alone. */
        EstablishmentView: {
            /** Format: int64 */
            batches: number;
            /** Format: date-time */
            last_batch_at?: string | null;
            name: string;
            slug: string;
            /** Format: int64 */
            students: number;
        };
        /**
         * @description What may happen.
         * @enum {string}
         */
        EventKindView: "import.needs_input" | "import.review_ready" | "import.committed" | "import.failed" | "import.cancelled" | "import.undone" | "students.changed";
        EventMessage: {
            data: {
                /** Format: uuid */
                batch?: string;
                /**
                 * Format: int64
                 * @description Of the batch's events, without a hole
                 */
                batch_sequence?: number;
                /** @description The school's slug */
                establishment: string;
                /** @description The code of what went wrong */
                failure?: string;
                /**
                 * Format: int64
                 * @description Of the school's events, without a hole
                 */
                sequence: number;
                /** @description Where the batch stands now */
                status?: string;
            };
            /** Format: date-time */
            timestamp: string;
            /** @enum {string} */
            type: "import.needs_input" | "import.review_ready" | "import.committed" | "import.failed" | "import.cancelled" | "import.undone" | "students.changed" | "webhook.test";
        };
        /** @description One event. */
        EventView: {
            /** @description The batch as JSON. */
            data: string;
            /** @description `batch`, or `rest` when nothing more happens by itself. */
            event: string;
        };
        /** @enum {string} */
        ExportKindView: "annotated" | "errors" | "report";
        /** @enum {string} */
        ExportLanguageView: "fr" | "en";
        /** @description A file made of an import. */
        ExportView: {
            /** @description `person:ID`, `key:ID`, `machine`. */
            asked_by: string;
            /** Format: date-time */
            created_at: string;
            /** @description Where the file is, once it is made. */
            file?: string | null;
            format: string;
            /** Format: uuid */
            id: string;
            kind: string;
            language: string;
            /** Format: date-time */
            made_at?: string | null;
            only_issues: boolean;
            /**
             * Format: int64
             * @description Bytes.
             */
            size?: number | null;
            /** @description `waiting` until a worker has made it, then `made`. */
            status: string;
        };
        FactorBeginBody: {
            /**
             * Format: password
             * @description The present one, once more.
             */
            password: string;
        };
        FactorCodeBody: {
            /** @description Six digits, as the telephone shows them now. */
            code: string;
        };
        FactorEndBody: {
            code: string;
            /** Format: password */
            password: string;
        };
        /** @description A page of the feed. */
        FeedView: {
            items: components["schemas"]["ChangedStudentView"][];
            /** @description Whether there is another page already. */
            more: boolean;
            /** @description To be sent back as `cursor`, now or whenever something may have changed: it is there on the last page too. */
            next: string;
        };
        /** @description As for `…/rows` and `…/rows/search`. */
        FilterBody: {
            action?: components["schemas"]["ActionView"] | null;
            changed?: boolean | null;
            code?: string | null;
            field?: string | null;
            search?: string | null;
            sheet?: string | null;
            status?: components["schemas"]["RowStatusView"] | null;
        };
        /**
         * @description Which rows are in it.
         * @enum {string}
         */
        FilterView: "all" | "issues";
        FirstAdminBody: {
            /** Format: email */
            email: string;
            full_name?: string | null;
        };
        /** @description Either a fix for all issues of a code (`code`, `field`, `fix`), or a text for another (`field` or `column`, `from`, `to`, `filter`). */
        FixBody: {
            /**
             * Format: int64
             * @description Goes on with a change that is `open`.
             */
            change?: number | null;
            code?: string | null;
            /** @description Letter of the column. */
            column?: string | null;
            /** @description Only count. */
            dry_run?: boolean;
            field?: string | null;
            filter?: components["schemas"]["FilterBody"] | null;
            fix?: components["schemas"]["FixView"] | null;
            from?: string | null;
            /** @description Wherever the text stands in a cell; otherwise the whole cell. */
            part?: boolean;
            to?: string | null;
        };
        /** @enum {string} */
        FixView: "suggestion" | "empty" | "exclude";
        /** @description What becomes of a valid number from outside the CEMAC. */
        ForeignPhonesView: {
            /** @default accept */
            parent?: components["schemas"]["ForeignView"];
            /** @default refuse */
            student?: components["schemas"]["ForeignView"];
        };
        /** @enum {string} */
        ForeignView: "accept" | "refuse";
        /** @enum {string} */
        FormatView: "xlsx" | "csv";
        /** @description What a list or a person wrote. */
        HappenedView: {
            /** @description Whether the student was there before, and after. */
            active?: boolean[] | null;
            /** Format: date-time */
            at?: string | null;
            /** Format: uuid */
            batch?: string | null;
            /** @description `person:ID`, `key:ID`, `machine`. */
            by?: string | null;
            changes: components["schemas"]["StudentsChangeView"][];
            /** @description The list's name. */
            file?: string | null;
            /**
             * Format: date-time
             * @description When the list was taken back.
             */
            reverted_at?: string | null;
            /** @description `created`, `updated`, `deactivated` by a list; `edited` by a person. */
            what: string;
        };
        /** @description Where the titles of a sheet stand. */
        HeaderDecision: {
            /** Format: int32 */
            first: number;
            /** Format: int32 */
            last: number;
            /** @description Of all sheets, and of a text file, when it is left out. */
            sheet?: string | null;
        };
        HeadView: {
            hash: string;
            /** Format: int64 */
            seq: number;
        };
        HealthView: {
            /** @description `ok`. */
            status: string;
            version: string;
        };
        /** @description Why a batch does not go on by itself. */
        HeldView: {
            may_be_approved: boolean;
            /**
             * Format: int32
             * @description The school's threshold.
             */
            percent?: number | null;
            /** @description `updates`, `deactivations`: an administrator's yes is enough. `known`, `errors`: the list or the options must change. */
            reason: string;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            students?: number | null;
        };
        IgnoredRowView: {
            reason: string;
            /** Format: int32 */
            row: number;
        };
        IgnoredSheetView: {
            name: string;
            reason: string;
        };
        /** @description A page, and how many there are of each status. */
        InvitationPage: {
            /** @description By status. */
            counts: {
                [key: string]: number;
            };
            items: components["schemas"]["InvitationView"][];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /**
         * @description What became of an invitation.
         * @enum {string}
         */
        InvitationStatusView: "waiting" | "claimed" | "handing" | "sent" | "failed" | "unknown" | "accepted" | "withdrawn";
        /** @description Whether and how new students are invited to choose a password. */
        InvitationsView: {
            /**
             * Format: int32
             * @description How long an invitation is good.
             * @default 14
             */
            days?: number;
            /** @default false */
            email?: boolean;
            /**
             * @description Also by a phone or an address that others share: whoever reads it there can set the password.
             * @default false
             */
            shared_contacts?: boolean;
            /** @default false */
            sms?: boolean;
            /**
             * @description Texts of the school's own, in place of the usual ones.
             * @default []
             */
            texts?: components["schemas"]["InvitationTextView"][];
        };
        /** @description `{name}`, `{school}`, `{link}` and `{until}` are filled in; `{link}` must be there. */
        InvitationTextView: {
            body: string;
            channel: components["schemas"]["ChannelView"];
            language: components["schemas"]["LanguageView"];
            /** @description Of an e-mail. */
            subject?: string;
        };
        /** @description One invitation. It shows no address. */
        InvitationView: {
            /** Format: date-time */
            accepted_at?: string | null;
            /** Format: int64 */
            attempts: number;
            /**
             * Format: uuid
             * @description The import that brought the student.
             */
            batch?: string | null;
            /** @description `email` or `sms`. */
            channel: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Until when the link is good.
             */
            expires_at?: string | null;
            /** @description `REFUSED`, `BOUNCED`, `ADDRESS`, `NO_CONTACT`, `GIVEN_UP`, `WORKER_LOST`, `NO_ANSWER`, `TIMEOUT`, `SMTP`… */
            reason?: string | null;
            /** @description What the gateway calls it. */
            reference?: string | null;
            /** Format: date-time */
            sent_at?: string | null;
            status: components["schemas"]["InvitationStatusView"];
            /** Format: uuid */
            student: string;
        };
        /** @description Whom a batch would invite, and why not the others. */
        InvitedView: {
            /** Format: int64 */
            email: number;
            /** @description Ways that are switched on, and that the service was not prepared to send by. */
            not_configured: string[];
            /**
             * Format: int64
             * @description Who has only a contact that others share.
             */
            shared: number;
            /** Format: int64 */
            sms: number;
            /**
             * Format: int64
             * @description Who has neither an address nor a phone of a way that is switched on.
             */
            unreachable: number;
        };
        /** @description Issues of one code, on one field and column. */
        IssueGroupView: {
            /** Format: int64 */
            count: number;
            /** @description Its issue: code, severity, field, column, message. */
            example: components["schemas"]["RowIssueView"];
            fixes: components["schemas"]["OfferView"][];
            /** Format: int32 */
            row: number;
            /** @description The first row that has it. */
            sheet?: string | null;
        };
        /** @description Every issue of a list, in groups. Nothing is left out. */
        IssuesView: {
            items: components["schemas"]["IssueGroupView"][];
            /** @description Always `null`: the groups of a list are few. */
            next?: string | null;
            /**
             * Format: int64
             * @description How many issues the list has.
             */
            total: number;
        };
        /** @description Something that was noticed, in words and for programs. */
        IssueView: {
            /** @description From the catalogue: `PHONE_INVALID`. */
            code: string;
            /** @description Letter of the column as a spreadsheet shows it. */
            column?: string | null;
            /** @description The field it is about. */
            field?: string | null;
            /** @description Title of that column. */
            header?: string | null;
            hint: string;
            message: string;
            /** @description The other row, student or batch. */
            other?: string | null;
            /** @description `error` or `warning`. */
            severity: string;
            suggestion?: string | null;
            /** @description The text as it stands in the list. */
            value?: string | null;
        };
        JobView: {
            /** Format: int64 */
            failures: number;
            /** Format: uuid */
            id: string;
            kind: string;
            /** @description Code of the last failure. */
            reason?: string | null;
            /** @description `waiting`, `running`, `done`, `parked`. */
            status: string;
        };
        /** @description A key, without its text. */
        KeyView: {
            /** Format: date-time */
            created_at: string;
            /** @description As in the trail: `person:ID`. */
            created_by: string;
            /** Format: date-time */
            expires_at?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            last_used_at?: string | null;
            /** @description Which program has it. */
            name: string;
            /** Format: date-time */
            revoked_at?: string | null;
            role: string;
            scopes: string[];
        };
        /** @enum {string} */
        KindView: "person" | "key" | "embedded" | "admin";
        /** @enum {string} */
        LanguageView: "fr" | "en" | "es";
        /** @description How the file is to be read when our own judgement is wrong. What is left out is judged. */
        LayoutDecision: {
            /**
             * @description One character.
             * @default null
             */
            delimiter?: string | null;
            /**
             * @description `utf-8`, `windows-1252`, `macintosh`, `utf-8-as-windows-1252`…
             * @default null
             */
            encoding?: string | null;
            /** @default [] */
            header_rows?: components["schemas"]["HeaderDecision"][];
            /**
             * @description Names of the sheets to read.
             * @default []
             */
            sheets?: string[];
        };
        /** @description How the file is read. */
        LayoutView: {
            /** @description What a person decided. */
            decided: components["schemas"]["LayoutDecision"];
            delimiter?: string | null;
            encoding?: string | null;
            /** @description Texts with letters beyond ASCII, to judge the encoding by. */
            encoding_examples: string[];
            ignored_sheets: components["schemas"]["IgnoredSheetView"][];
            /** @description `csv`, `xlsx`, `xls`, `ods`, `html`, `spreadsheetml`… */
            kind: string;
            /** @description Each automatic decision with its reason. */
            reasons: components["schemas"]["ReasonView"][];
            sha256: string;
            sheets: components["schemas"]["SheetView"][];
            /** Format: int64 */
            size: number;
            tables: components["schemas"]["TableView"][];
        };
        LeftView: {
            column?: string | null;
            /** @description The field's name; `extra` for a column without one, which `column` names. */
            field: string;
            reason: string;
        };
        /** @description All levels in their order. */
        LevelsView: {
            items: components["schemas"]["TaughtLevelView"][];
        };
        LevelView: {
            /** @description Other spellings. */
            aliases?: string[];
            code: string;
            /** @description Codes of the departments that exist at this level; empty means none do. */
            departments?: string[];
            name: string;
        };
        /** @description Lists may bring the student again. */
        LiftedView: {
            /** Format: date-time */
            at: string;
            by: string;
            reason: string;
        };
        /** @description Limits of one list, and of one request. */
        LimitsView: {
            /**
             * Format: int32
             * @description Characters of a cell; what is longer is cut and flagged.
             */
            cell_chars: number;
            /** Format: int32 */
            columns: number;
            /**
             * Format: int64
             * @description Bytes of a file.
             */
            file_bytes: number;
            /**
             * Format: int32
             * @description How many rows from the top the titles are looked for.
             */
            header_within: number;
            /**
             * Format: int32
             * @description Items of one page.
             */
            page: number;
            /** Format: int32 */
            rows: number;
            /** Format: int32 */
            sheets: number;
            /**
             * Format: int64
             * @description Bytes of what is packed in it.
             */
            unpacked_bytes: number;
        };
        LinkBody: {
            /**
             * Format: password
             * @description At least 12 characters, and not the address.
             */
            password: string;
            token: string;
        };
        /** @description Lets a person set a password, once: to be handed over by the person who asked for it. */
        LinkView: {
            /** Format: date-time */
            expires_at: string;
            /** @description For `POST /v1/session/password/link`. It is shown this once. */
            token: string;
        };
        /** @description For whoever holds a link. */
        LookedView: {
            /** Format: date-time */
            expires_at?: string | null;
            language: components["schemas"]["LanguageView"];
            /** @description The school's name. */
            school: string;
        };
        /**
         * @description What is wanted: `annotated` is the list itself with its bad cells coloured (xlsx only), `errors` a line for each issue, `report` a
         *     line for each row and what became of it.
         */
        MakeExport: {
            filter?: components["schemas"]["FilterView"];
            format: components["schemas"]["FormatView"];
            kind: components["schemas"]["ExportKindView"];
            language?: components["schemas"]["ExportLanguageView"] | null;
        };
        MappedTableView: {
            columns: components["schemas"]["ColumnView"][];
            /** @description Values that stand outside of the columns, for every row. */
            constants: components["schemas"]["ConstantView"][];
            sheet?: string | null;
        };
        /** @description A person's decision about the columns. What is left out stays. */
        MappingDecision: {
            accept?: components["schemas"]["AcceptView"] | null;
            mapping?: components["schemas"]["MappingDocument"] | null;
            /** @description Keep it for the school under this name, once the batch is approved. */
            save_as?: string | null;
            school_year?: string | null;
        };
        /** Mapping */
        MappingDocument: {
            /**
             * @description Titles whose values are kept in the student's `extra`.
             * @default []
             */
            extra?: string[];
            fields: components["schemas"]["MappingFieldMapping"][];
            /**
             * @description Titles that give no field and are left out on purpose.
             * @default []
             */
            ignored?: string[];
            name: string;
            /**
             * @description Targets that every row must have, besides a name and one strong identifier.
             * @default []
             */
            required_targets?: ("full_name" | "first_name" | "last_name" | "email" | "phone" | "matricule" | "current_school_year" | "level_code" | "level_name" | "department_code" | "department_name" | "date_of_birth" | "place_of_birth" | "gender" | "nationality" | "address" | "parent_name_1" | "parent_phone_1" | "parent_email_1" | "parent_name_2" | "parent_phone_2" | "parent_email_2")[];
            /**
             * Format: uint32
             * @description From 1. A confirmed version never changes.
             * @default 1
             */
            version?: number;
        };
        /** @description One target and where it comes from. With a constant, the titles are empty. */
        MappingFieldMapping: {
            /** @description The same text for every row. */
            constant?: string | null;
            /** @description Taken where the cell is empty. */
            default?: string | null;
            /**
             * @description The titles as they were seen, compared after folding. Several are joined by a space, in column order.
             * @default []
             */
            headers?: string[];
            /** @description Other wordings of the same field: titles of another sheet, tried in order when `headers` are not there. */
            or_headers?: string[][];
            /**
             * @description `date` or `place` of a column that holds both.
             * @default whole
             */
            part?: components["schemas"]["MappingPart"];
            /**
             * @description The field's name: `full_name`, `matricule`…
             * @enum {string}
             */
            target: "full_name" | "first_name" | "last_name" | "email" | "phone" | "matricule" | "current_school_year" | "level_code" | "level_name" | "department_code" | "department_name" | "date_of_birth" | "place_of_birth" | "gender" | "nationality" | "address" | "parent_name_1" | "parent_phone_1" | "parent_email_1" | "parent_name_2" | "parent_phone_2" | "parent_email_2";
            /** @default [] */
            transforms?: components["schemas"]["MappingTransform"][];
        };
        /** @description A mapping that the school keeps. */
        MappingKeptView: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            created_by?: string | null;
            /** @description As `mapping.schema.json` describes it. */
            definition: Record<string, never>;
            name: string;
            /** Format: int64 */
            version: number;
        };
        /**
         * @description What becomes of a value that the map does not hold.
         * @enum {string}
         */
        MappingOtherwise: "keep" | "empty";
        /**
         * @description Which part of a cell that holds two fields (`12-03-08 à Douala`).
         * @enum {string}
         */
        MappingPart: "whole" | "date" | "place";
        /**
         * Format: regex
         * @description A regular expression without look-around and back-references.
         */
        MappingPattern: string;
        /** @enum {string} */
        MappingSide: "left" | "right";
        MappingTransform: {
            /** @constant */
            do: "trim";
        } | {
            /** @constant */
            do: "collapse_spaces";
        } | {
            /** @constant */
            do: "upper";
        } | {
            /** @constant */
            do: "lower";
        } | {
            /** @constant */
            do: "title";
        } | {
            /** @constant */
            do: "strip_accents";
        } | {
            /** @default  */
            after?: string;
            /** @default  */
            before?: string;
            /** @constant */
            do: "concat";
        } | {
            /** @default  */
            by?: string;
            /** @constant */
            do: "split";
            /** Format: int16 */
            part: number;
        } | {
            /** @constant */
            do: "replace";
            find: string;
            with: string;
        } | {
            /** @constant */
            do: "replace_pattern";
            pattern: components["schemas"]["MappingPattern"];
            with: string;
        } | {
            /** @constant */
            do: "extract";
            /**
             * Format: uint8
             * @default 0
             */
            group?: number;
            pattern: components["schemas"]["MappingPattern"];
        } | {
            /** @constant */
            do: "pad";
            /** @default left */
            side?: components["schemas"]["MappingSide"];
            /** Format: uint8 */
            width: number;
            with: string;
        } | {
            /** @constant */
            do: "default";
            text: string;
        } | {
            /** @constant */
            do: "constant";
            text: string;
        } | {
            /** @constant */
            do: "null_if";
            values: string[];
        } | {
            /** @constant */
            do: "value_map";
            /** @default keep */
            otherwise?: components["schemas"]["MappingOtherwise"];
            values: {
                [key: string]: string;
            };
        } | {
            country: string;
            /** @constant */
            do: "phone";
        } | {
            /** @constant */
            do: "date";
            format: string;
            /**
             * Format: uint8
             * @default 49
             */
            pivot?: number;
        } | {
            /** @constant */
            do: "school_year";
        } | {
            /** @constant */
            do: "gender";
            /** @default false */
            spanish?: boolean;
        };
        /** @description What the columns mean, and why. */
        MappingView: {
            /** @description How sure a proposal must be to be taken without a click. */
            accept: components["schemas"]["AcceptView"];
            /** @description The mapping as it stands, to be changed and sent back. */
            mapping: components["schemas"]["MappingDocument"];
            /** @description What a row needs and no column gives: nothing is checked before. */
            missing: components["schemas"]["IssueView"][];
            notices: components["schemas"]["IssueView"][];
            status: string;
            tables: components["schemas"]["MappedTableView"][];
        };
        /** @enum {string} */
        MatchKeyView: "email" | "phone" | "matricule";
        NewEmbedBody: {
            /**
             * Format: int32
             * @default 30
             */
            minutes?: number | null;
            /** @description Whose pages may stand around ours, as a browser writes an origin: `https://platform.example`. No path, no star. */
            origins: string[];
            /** @description Some of those of the key; without it, all of them. */
            scopes?: components["schemas"]["ScopeView"][] | null;
            /** @description How the platform names the person before the screen, for the trail: an id, not a name. */
            user?: string | null;
        };
        /** @description A school, and who administers it. */
        NewEstablishmentBody: {
            admin: components["schemas"]["FirstAdminBody"];
            school: components["schemas"]["SchoolDocument"];
        };
        NewEstablishmentView: {
            admin: components["schemas"]["NewUserView"];
            school: components["schemas"]["SchoolDocument"];
        };
        NewKeyBody: {
            /**
             * Format: int32
             * @description How long it is good; without it, until it is revoked.
             */
            days?: number | null;
            name?: string;
            role: components["schemas"]["StaffRoleView"];
            scopes: components["schemas"]["ScopeView"][];
        };
        NewKeyView: components["schemas"]["KeyView"] & {
            /** @description For `Authorization: Bearer …`. It is shown this once. */
            key: string;
        };
        NewUserBody: {
            /** Format: email */
            email: string;
            full_name?: string | null;
            role: components["schemas"]["StaffRoleView"];
        };
        /** @description Somebody new, and the link by which they set a password. */
        NewUserView: components["schemas"]["UserView"] & {
            password_link: components["schemas"]["LinkView"];
        };
        NewWebhookBody: {
            /** @description What is told; without it, everything. */
            events?: components["schemas"]["EventKindView"][];
            /** @description Which program listens there. */
            name?: string;
            /** @description `https`, on the public network. */
            url: string;
        };
        /** @description What one click can do. */
        OfferView: {
            /** Format: int64 */
            count: number;
            /** @description `suggestion`: each cell becomes what its issue suggests. `empty`: the cells are emptied. `exclude`: the rows are left out. */
            fix: string;
        };
        /** @description What was chosen for the batch. */
        OptionsView: {
            absent: components["schemas"]["AbsentView"];
            all_or_nothing: boolean;
            duplicate_strategy: components["schemas"]["StrategyView"];
            identity_guard: boolean;
            match_keys: components["schemas"]["MatchKeyView"][];
            override_edits: boolean;
        };
        /** @enum {string} */
        OutcomeView: "created" | "updated" | "unchanged" | "skipped" | "conflict" | "error";
        /** @description One page of a list, and how to ask for the next. */
        Page_AbsentStudentView: {
            items: {
                active: boolean;
                department_code?: string | null;
                full_name?: string | null;
                level_code?: string | null;
                matricule?: string | null;
                /** Format: uuid */
                student: string;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_BatchView: {
            items: {
                /** Format: date-time */
                approved_at?: string | null;
                /** Format: date-time */
                cancelled_at?: string | null;
                /** Format: date-time */
                committed_at?: string | null;
                counts: components["schemas"]["CountsView"];
                /** Format: date-time */
                created_at: string;
                /** Format: uuid */
                created_by?: string | null;
                /** Format: date-time */
                failed_at?: string | null;
                /** @description Code of the reason, when it failed. */
                failure?: string | null;
                /** @description Why it waits for an administrator of the school. */
                held: components["schemas"]["HeldView"][];
                /** Format: uuid */
                id: string;
                /** @description How often each code was given. */
                issues: {
                    [key: string]: number;
                };
                job?: components["schemas"]["JobView"] | null;
                /** Format: date-time */
                mapped_at?: string | null;
                options: components["schemas"]["OptionsView"];
                original_filename: string;
                progress?: components["schemas"]["ProgressView"] | null;
                /**
                 * Format: date-time
                 * @description Since when nothing of its students is kept.
                 */
                purged_at?: string | null;
                request_id?: string | null;
                /** Format: date-time */
                reverted_at?: string | null;
                /**
                 * Format: int64
                 * @description Grows with everything that changes what the list would do; `approve` names it.
                 */
                revision: number;
                /** @description Earlier imports of the very same file. */
                same_file?: components["schemas"]["EarlierView"][] | null;
                school_year?: string | null;
                source_type: string;
                /** @description `uploaded`, `mapped`, `validated`, `ready_to_commit`, `committed`, `failed`, `cancelled`, `reverted`. */
                status: string;
                /** @description What may be done now: `map`, `approve`, `commit`… */
                steps: string[];
                /** Format: date-time */
                updated_at: string;
                /** Format: date-time */
                validated_at?: string | null;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_CertificateView: {
            items: {
                /** @description `person:ID`, `key:ID`, `machine`, `worker`. */
                actor: string;
                /** Format: uuid */
                batch: string;
                /** Format: date-time */
                begun_at: string;
                /**
                 * Format: date-time
                 * @description `null` while something is left: the purge goes on.
                 */
                ended_at?: string | null;
                reason: components["schemas"]["PurgeReasonView"];
                removed: components["schemas"]["RemovedView"];
                request_id?: string | null;
                /**
                 * Format: int32
                 * @description The school's days of retention at that moment.
                 */
                retention_days: number;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_DeliveryView: {
            items: {
                /**
                 * Format: int64
                 * @description Since it last began to be tried.
                 */
                attempts: number;
                /** Format: uuid */
                batch?: string | null;
                /** Format: date-time */
                delivered_at?: string | null;
                /**
                 * Format: date-time
                 * @description When it is tried next.
                 */
                due_at?: string | null;
                /** @description `HTTP_STATUS`, `REDIRECT`, `TIMEOUT`, `NO_CONNECTION`, `NAME_UNKNOWN`, `ADDRESS_REFUSED`, `BROKEN` or `UNSIGNED`. */
                error?: string | null;
                event: string;
                /** Format: date-time */
                happened_at: string;
                /**
                 * Format: int32
                 * @description What the endpoint answered last.
                 */
                http_status?: number | null;
                /**
                 * Format: int64
                 * @description The event's number in the school.
                 */
                sequence: number;
                status: components["schemas"]["DeliveryStatusView"];
                /** Format: date-time */
                tried_at?: string | null;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_ErasureView: {
            items: {
                /** @description `person:ID`, `key:ID`, `machine`. */
                actor: string;
                /** Format: date-time */
                at: string;
                /** Format: uuid */
                id: string;
                lifted?: components["schemas"]["LiftedView"] | null;
                reason: string;
                request_id?: string | null;
                /**
                 * Format: uuid
                 * @description The id that the student had.
                 */
                student: string;
                /**
                 * Format: date-time
                 * @description `null` while lists that are kept may still hold the student: a worker empties them.
                 */
                swept_at?: string | null;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_EstablishmentView: {
            items: {
                /** Format: int64 */
                batches: number;
                /** Format: date-time */
                last_batch_at?: string | null;
                name: string;
                slug: string;
                /** Format: int64 */
                students: number;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_ExportView: {
            items: {
                /** @description `person:ID`, `key:ID`, `machine`. */
                asked_by: string;
                /** Format: date-time */
                created_at: string;
                /** @description Where the file is, once it is made. */
                file?: string | null;
                format: string;
                /** Format: uuid */
                id: string;
                kind: string;
                language: string;
                /** Format: date-time */
                made_at?: string | null;
                only_issues: boolean;
                /**
                 * Format: int64
                 * @description Bytes.
                 */
                size?: number | null;
                /** @description `waiting` until a worker has made it, then `made`. */
                status: string;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_HappenedView: {
            items: {
                /** @description Whether the student was there before, and after. */
                active?: boolean[] | null;
                /** Format: date-time */
                at?: string | null;
                /** Format: uuid */
                batch?: string | null;
                /** @description `person:ID`, `key:ID`, `machine`. */
                by?: string | null;
                changes: components["schemas"]["StudentsChangeView"][];
                /** @description The list's name. */
                file?: string | null;
                /**
                 * Format: date-time
                 * @description When the list was taken back.
                 */
                reverted_at?: string | null;
                /** @description `created`, `updated`, `deactivated` by a list; `edited` by a person. */
                what: string;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_KeyView: {
            items: {
                /** Format: date-time */
                created_at: string;
                /** @description As in the trail: `person:ID`. */
                created_by: string;
                /** Format: date-time */
                expires_at?: string | null;
                /** Format: uuid */
                id: string;
                /**
                 * Format: date-time
                 * @description To the minute.
                 */
                last_used_at?: string | null;
                /** @description Which program has it. */
                name: string;
                /** Format: date-time */
                revoked_at?: string | null;
                role: string;
                scopes: string[];
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_MappingKeptView: {
            items: {
                /** Format: date-time */
                created_at: string;
                /** Format: uuid */
                created_by?: string | null;
                /** @description As `mapping.schema.json` describes it. */
                definition: Record<string, never>;
                name: string;
                /** Format: int64 */
                version: number;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_RevertedRowView: {
            items: {
                /** @description What was not undone. */
                left: components["schemas"]["LeftView"][];
                /** @description The reason in words. */
                message?: string | null;
                /** @description What the import had done: `created`, `updated`, `deactivated`. */
                outcome: string;
                /** @description `EDITED_BY_HAND`, `CHANGED_LATER`, `KEY_TAKEN`, `STUDENT_GONE`, `STILL_NEEDED`. */
                reason?: string | null;
                result: components["schemas"]["UndoneView"];
                /**
                 * Format: int32
                 * @description The row's number as the spreadsheet shows it; `null` for a student whom the list did not name.
                 */
                row?: number | null;
                /**
                 * Format: int32
                 * @description Place of its table in the file.
                 */
                sheet?: number | null;
                /** Format: uuid */
                student?: string | null;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_StudentView: {
            items: {
                active: boolean;
                address?: string | null;
                /** Format: date-time */
                created_at: string;
                /**
                 * Format: uuid
                 * @description The import that brought the student.
                 */
                created_by_batch?: string | null;
                current_school_year?: string | null;
                date_of_birth?: string | null;
                department_code?: string | null;
                department_name?: string | null;
                /** @description Fields that a person wrote, which lists leave alone. */
                edited: string[];
                email?: string | null;
                /** @description Columns that the school keeps without a field of their own, by title. */
                extra: {
                    [key: string]: string;
                };
                first_name?: string | null;
                full_name?: string | null;
                gender?: string | null;
                /** Format: uuid */
                id: string;
                last_name?: string | null;
                level_code?: string | null;
                level_name?: string | null;
                matricule?: string | null;
                nationality?: string | null;
                parent_email_1?: string | null;
                parent_email_2?: string | null;
                parent_name_1?: string | null;
                parent_name_2?: string | null;
                parent_phone_1?: string | null;
                parent_phone_2?: string | null;
                phone?: string | null;
                /** @description The phone is the student's own; otherwise it is a contact that others may share. */
                phone_is_own: boolean;
                place_of_birth?: string | null;
                /** Format: date-time */
                updated_at: string;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_TaughtView: {
            items: {
                /**
                 * Format: uuid
                 * @description The import with which it was taught.
                 */
                batch?: string | null;
                /** @description Of a value: the field it stands in. */
                field?: string | null;
                /** @description That import's list, and who sent it. */
                file?: string | null;
                /** @description `title` or `value`. */
                kind: string;
                /** @description Fields of a title, code of a value. None: the column is known and left alone. */
                means: string[];
                /** Format: date-time */
                revoked_at?: string | null;
                /** Format: date-time */
                taught_at: string;
                /** Format: uuid */
                taught_by?: string | null;
                /** @description As it is compared: without case, accents and punctuation. */
                text: string;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_UserView: {
            items: {
                /** @description Whether the account is open. */
                active: boolean;
                email: string;
                full_name?: string | null;
                /** Format: uuid */
                id: string;
                role: string;
                /** @description Whether a code from a telephone is asked for; said in the list of people only. */
                second_factor: boolean;
                /**
                 * Format: date-time
                 * @description When one of these was last used, to the minute.
                 */
                seen_at?: string | null;
                /**
                 * Format: int64
                 * @description Where they are signed in now; counted in the list of people only.
                 */
                sessions: number;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @description One page of a list, and how to ask for the next. */
        Page_WebhookView: {
            items: {
                active: boolean;
                /** Format: date-time */
                created_at: string;
                /** @description As in the trail: `person:ID`. */
                created_by: string;
                /** @description What is told; an empty list tells everything. */
                events: string[];
                /**
                 * Format: date-time
                 * @description Since when nothing has arrived.
                 */
                failing_since?: string | null;
                /** Format: uuid */
                id: string;
                name: string;
                /**
                 * Format: date-time
                 * @description Until when the secret before the present one signs too.
                 */
                old_secret_until?: string | null;
                /** @description Why it is not active: `PERSON`, `GONE` (it answered 410), `FAILING` (nothing arrived for five days). */
                reason?: string | null;
                /** Format: date-time */
                updated_at: string;
                url: string;
            }[];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        PasswordBody: {
            /**
             * Format: password
             * @description At least 12 characters, and not the address. Ends every other session.
             */
            new: string;
            /** Format: password */
            old: string;
        };
        Place: {
            detail: string;
            /** @description A JSON Pointer into the body, or the name of a parameter. */
            pointer: string;
        };
        /** @description The plan: its totals, and field by field what would change of students who are there. */
        PlanPageView: {
            /**
             * Format: int64
             * @description Students of this year and these levels whom the list does not name.
             */
            absent: number;
            counts: components["schemas"]["CountsView"];
            /** @description Why it waits for an administrator of the school. */
            held: components["schemas"]["HeldView"][];
            items: components["schemas"]["DifferenceView"][];
            /** @description To be sent back as `cursor`; `null` at the end. A page may be short and have a `next`. */
            next?: string | null;
            /** Format: int64 */
            revision: number;
        };
        /** @description What the row would do. */
        PlanView: {
            /** @description `create`, `update`, `unchanged`, `skip`, `conflict`, `error`. */
            action: string;
            changes: components["schemas"]["ChangeView"][];
        };
        /** @description What went wrong with a request, and what to do. */
        ProblemView: {
            /** @description The same as a code: `NOT_FOUND`, `FILE_TOO_LARGE`… */
            code: string;
            /** @description The same as the title, with the hint behind it. */
            detail: string;
            /** @description Where in the request it is. */
            errors?: components["schemas"]["Place"][];
            hint?: string;
            request_id: string;
            /** Format: int32 */
            status: number;
            title: string;
            /** @description Stable, for programs. */
            type: string;
        };
        ProgressView: {
            /**
             * Format: date-time
             * @description When this was told.
             */
            at: string;
            /** Format: int64 */
            done: number;
            /** @description `read`, `check`, `commit`, `revert`. */
            phase: string;
            /** Format: int64 */
            total?: number | null;
        };
        /**
         * @description `retention`: its days had passed; `asked`: a person wanted it before.
         * @enum {string}
         */
        PurgeReasonView: "retention" | "asked";
        /** @description Why. It is kept, and should name nobody. */
        ReasonBody: {
            reason: string;
        };
        ReasonView: {
            reason: string;
            topic: string;
        };
        /** @description How many of each kind are gone. */
        RemovedView: {
            /** Format: int64 */
            absent: number;
            /** Format: int64 */
            bytes: number;
            /**
             * Format: int64
             * @description What the commit wrote, and what stood there before.
             */
            changes: number;
            /** Format: int64 */
            corrections: number;
            /**
             * Format: int64
             * @description Files that were made of the batch.
             */
            exports: number;
            /**
             * Format: int64
             * @description Raw files, and their bytes.
             */
            files: number;
            /** Format: int64 */
            issues: number;
            /** Format: int64 */
            reverts: number;
            /**
             * Format: int64
             * @description Staged rows.
             */
            rows: number;
            /** Format: int64 */
            stretches: number;
            /**
             * Format: int64
             * @description What reading found.
             */
            surveys: number;
        };
        /** @description What became of one written row. */
        RevertedRowView: {
            /** @description What was not undone. */
            left: components["schemas"]["LeftView"][];
            /** @description The reason in words. */
            message?: string | null;
            /** @description What the import had done: `created`, `updated`, `deactivated`. */
            outcome: string;
            /** @description `EDITED_BY_HAND`, `CHANGED_LATER`, `KEY_TAKEN`, `STUDENT_GONE`, `STILL_NEEDED`. */
            reason?: string | null;
            result: components["schemas"]["UndoneView"];
            /**
             * Format: int32
             * @description The row's number as the spreadsheet shows it; `null` for a student whom the list did not name.
             */
            row?: number | null;
            /**
             * Format: int32
             * @description Place of its table in the file.
             */
            sheet?: number | null;
            /** Format: uuid */
            student?: string | null;
        };
        /** @description How an undo stands. */
        RevertView: {
            /** Format: uuid */
            batch: string;
            job?: components["schemas"]["JobView"] | null;
            /**
             * Format: int64
             * @description Rows of which something was changed since, and stays.
             */
            kept: number;
            /**
             * Format: int64
             * @description Rows of which something cannot be undone.
             */
            not_reversible: number;
            /**
             * Format: int64
             * @description Rows of which everything was undone.
             */
            reversed: number;
            /** @description `committed` while it is being done, then `reverted`. */
            status: string;
        };
        /** @enum {string} */
        RoleView: "platform_admin" | "school_admin" | "operator" | "viewer" | "auditor";
        RotateBody: {
            /**
             * Format: int64
             * @description For how long the present secret signs beside the new one.
             * @default 24
             */
            overlap_hours?: number | null;
        };
        /** @description An issue, and what one click can do about it. */
        RowIssueView: components["schemas"]["IssueView"] & {
            /** @description `suggestion`, `empty`, `exclude`: to be sent to `…/fixes`. */
            fixes: string[];
            /**
             * Format: int64
             * @description A number that the message speaks of.
             */
            number?: number | null;
        };
        /** @enum {string} */
        RowStatusView: "ok" | "warning" | "error";
        /** @description One page of rows. */
        RowsView: {
            /**
             * Format: int64
             * @description How many of them stand before the first row of this page; `null` for a search.
             */
            at?: number | null;
            items: components["schemas"]["RowView"][];
            /**
             * Format: int64
             * @description Rows that were looked at for this page.
             */
            looked_at: number;
            /** @description To be sent back as `cursor`; `null` at the end. A page that is not full and has a `next` looked at its share of rows: go on. */
            next?: string | null;
            /**
             * Format: int64
             * @description Of the batch: it grows with every correction.
             */
            revision: number;
            /**
             * Format: int64
             * @description How many rows are wanted altogether; `null` for a search, which does not know.
             */
            total?: number | null;
        };
        /** @description One row of the list. */
        RowView: {
            /** @description What persons wrote over the row, a line for each place. */
            corrections: components["schemas"]["CorrectionView"][];
            /** @description Columns that are kept beside the fields. */
            extra: {
                [key: string]: string;
            };
            issues: components["schemas"]["RowIssueView"][];
            /** @description Names the row in every other request; it never changes. */
            key: string;
            /** @description `created`, `updated`, `unchanged`, `skipped`, `conflict`, `error`: what happened, or before a commit what would. */
            outcome: string;
            plan: components["schemas"]["PlanView"];
            /** @description The cells as they were read, from column A. */
            raw: string[];
            /**
             * Format: int32
             * @description The number that the spreadsheet shows.
             */
            row: number;
            sheet?: string | null;
            /** @description `ok`, `warning`, `error`. */
            status: string;
            /**
             * Format: uuid
             * @description The student that the row is; `null` while there is none.
             */
            student?: string | null;
            /** @description What they became, by field. */
            values: {
                [key: string]: string;
            };
        };
        SchoolDocument: {
            country: components["schemas"]["CountryView"];
            date_order?: components["schemas"]["DateOrderView"];
            departments?: components["schemas"]["DepartmentView"][];
            foreign_phones?: components["schemas"]["ForeignPhonesView"];
            language?: components["schemas"]["LanguageView"];
            levels?: components["schemas"]["LevelView"][];
            /** Format: int32 */
            min_age_years?: number | null;
            name: string;
            school_year: string;
            settings?: components["schemas"]["SettingsView"];
            slug: string;
            /** @description As the time zone database names it: `Africa/Douala`. */
            time_zone?: string;
        };
        SchoolView: {
            name: string;
            slug: string;
        };
        /**
         * @description What a key is for, within what its role allows.
         * @enum {string}
         */
        ScopeView: "upload" | "commit" | "read" | "export";
        /** @description What is searched, among which rows. Words that name a student stand in a body, never in an address that others keep. */
        SearchBody: {
            action?: components["schemas"]["ActionView"] | null;
            /**
             * Format: int64
             * @description Instead of a cursor, and not together with `search`.
             */
            at?: number | null;
            changed?: boolean | null;
            code?: string | null;
            cursor?: string | null;
            field?: string | null;
            /** @default 100 */
            limit?: number | null;
            outcome?: components["schemas"]["OutcomeView"] | null;
            /** @description In names, matricules, e-mails, phones and cells, whatever the case and the accents. Without it, as `GET …/rows`. */
            search?: string | null;
            sheet?: string | null;
            status?: components["schemas"]["RowStatusView"] | null;
        };
        /** @description A form with the list. */
        SendForm: {
            /**
             * Format: binary
             * @description The list: Excel, CSV or any other kind that can be read.
             */
            file: string;
            options?: components["schemas"]["SendOptions"] | null;
        };
        /** @description How a list is to be taken. Everything is optional. */
        SendOptions: {
            /** @default null */
            absent?: components["schemas"]["AbsentView"] | null;
            /** @default null */
            accept?: components["schemas"]["AcceptView"] | null;
            /** @default null */
            all_or_nothing?: boolean | null;
            /** @default null */
            duplicate_strategy?: components["schemas"]["StrategyView"] | null;
            /** @default null */
            identity_guard?: boolean | null;
            /**
             * @description A mapping that the school keeps, by its name.
             * @default null
             */
            mapping?: string | null;
            /**
             * @description By what a student is recognised, in this order.
             * @default null
             */
            match_keys?: components["schemas"]["MatchKeyView"][] | null;
            /** @default null */
            override_edits?: boolean | null;
            /**
             * @description `2025-2026`; the school's own when it is left out.
             * @default null
             */
            school_year?: string | null;
        };
        /** @description A list that was sent by pieces before. */
        SendUploaded: {
            options?: components["schemas"]["SendOptions"];
            /** Format: uuid */
            upload: string;
        };
        /** @description The school's reason for each kind of sensitive column that it keeps. The trail says when this changes. */
        SensitiveView: {
            /** @default null */
            blood_group?: string | null;
            /** @default null */
            disability?: string | null;
            /** @default null */
            ethnic_origin?: string | null;
            /**
             * @description Allergies and illnesses too.
             * @default null
             */
            health?: string | null;
            /** @default null */
            language_group?: string | null;
            /** @default null */
            regional_origin?: string | null;
            /** @default null */
            religion?: string | null;
        };
        /** @description Who asks, and what they may do. */
        SessionView: {
            /** @description The names of what is allowed. */
            actions: string[];
            /** @description As in the trail: `person:ID`, `key:ID`, `embed:ID`, `admin:ID`. */
            actor: string;
            /** @description To be sent as `X-CSRF-Token` with everything that changes something. A key needs none. */
            csrf?: string | null;
            email?: string | null;
            establishment?: components["schemas"]["SchoolView"] | null;
            /** Format: date-time */
            expires_at?: string | null;
            kind: components["schemas"]["KindView"];
            name?: string | null;
            /** @description Of an embedded page: whose pages may stand around it, and hear what it says. */
            origins?: string[] | null;
            role: components["schemas"]["RoleView"];
            second_factor?: components["schemas"]["StandingView"] | null;
        };
        SettingsView: {
            /**
             * @description What a list does with a student whom the school has already, unless the list says otherwise.
             * @default merge
             */
            duplicate_strategy?: components["schemas"]["StrategyView"];
            /**
             * @description Whether siblings who share a phone are kept apart, unless the list says otherwise.
             * @default true
             */
            identity_guard?: boolean;
            /**
             * @default {
             *       "days": 14,
             *       "email": false,
             *       "shared_contacts": false,
             *       "sms": false,
             *       "texts": []
             *     }
             */
            invitations?: components["schemas"]["InvitationsView"];
            /**
             * @description A regular form of the school's matricules: `9` digit, `A` letter, `*` either, the rest as it is.
             * @default null
             */
            matricule_form?: string | null;
            /**
             * Format: int32
             * @default 10
             */
            max_deactivated_percent?: number;
            /**
             * Format: int32
             * @description Share of students, in percent, whose update holds a batch for approval.
             * @default 75
             */
            max_updated_percent?: number;
            /**
             * @description Fields that every row must have, besides a name and one strong identifier.
             * @default []
             */
            required?: string[];
            /**
             * Format: int32
             * @description Days that files, staged rows and changes are kept after a batch has ended.
             * @default 30
             */
            retention_days?: number;
            /**
             * @description Whoever sent a list does not approve it.
             * @default false
             */
            second_person?: boolean;
            /**
             * @description Sensitive columns that the school keeps, each with its reason. Without one they are not even staged.
             * @default {
             *       "blood_group": null,
             *       "disability": null,
             *       "ethnic_origin": null,
             *       "health": null,
             *       "language_group": null,
             *       "regional_origin": null,
             *       "religion": null
             *     }
             */
            sensitive?: components["schemas"]["SensitiveView"];
        };
        SheetView: {
            /** Format: int32 */
            index: number;
            name: string;
            /** Format: int32 */
            rows: number;
            visible: boolean;
        };
        /** @description All of them, the latest first. */
        SightsView: {
            items: components["schemas"]["SightView"][];
        };
        /** @description Somebody saw the student. */
        SightView: {
            /** @description `person:ID`, `key:ID`, `admin:ID`, `machine`. */
            actor: string;
            at: string;
            /** Format: uuid */
            batch?: string | null;
            /** @description `student.read`, `export.taken`…; a page that the student was on is `page.students`, `page.rows`… */
            how: string;
            /** @description Whether values were hidden from them. */
            masked?: boolean | null;
            /** @description An address, or `cli`. */
            origin?: string | null;
            request_id?: string | null;
        };
        SignInBody: {
            /** @description Six digits from the telephone of whoever switched that on: without it the answer is 401 `CODE_WANTED`. */
            code?: string | null;
            email: string;
            /** @description The school, by its slug. Without it, somebody who runs the service. */
            establishment?: string | null;
            /** Format: password */
            password: string;
        };
        /**
         * @description What somebody of a school is.
         * @enum {string}
         */
        StaffRoleView: "school_admin" | "operator" | "viewer" | "auditor";
        /**
         * @description A code beside the password. `required`: it is off, and nothing else is allowed until it is on.
         * @enum {string}
         */
        StandingView: "off" | "on" | "required";
        /** @enum {string} */
        StrategyView: "merge" | "skip" | "fail";
        /** @description A student with what happened to them. */
        StudentHistoryView: components["schemas"]["StudentView"] & {
            /** @description The last hundred, the latest first. */
            history: components["schemas"]["HappenedView"][];
            /** @description To be sent as `cursor` to `…/history`, where there is more. */
            history_next?: string | null;
        };
        StudentsChangeView: {
            after?: string | null;
            before?: string | null;
            field: string;
        };
        /** @description Who is searched, among which students. Words that name a student stand in a body, never in an address that others keep. */
        StudentsSearch: {
            active?: boolean | null;
            cursor?: string | null;
            department?: string | null;
            level?: string | null;
            /** @default 100 */
            limit?: number | null;
            /** @description Beginnings of names, of a matricule, an e-mail or a phone; case and accents do not count. Without it, as `GET …/students`. */
            search?: string | null;
            year?: string | null;
        };
        /** @description A student. Values are hidden from who may not see them. */
        StudentView: {
            active: boolean;
            address?: string | null;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: uuid
             * @description The import that brought the student.
             */
            created_by_batch?: string | null;
            current_school_year?: string | null;
            date_of_birth?: string | null;
            department_code?: string | null;
            department_name?: string | null;
            /** @description Fields that a person wrote, which lists leave alone. */
            edited: string[];
            email?: string | null;
            /** @description Columns that the school keeps without a field of their own, by title. */
            extra: {
                [key: string]: string;
            };
            first_name?: string | null;
            full_name?: string | null;
            gender?: string | null;
            /** Format: uuid */
            id: string;
            last_name?: string | null;
            level_code?: string | null;
            level_name?: string | null;
            matricule?: string | null;
            nationality?: string | null;
            parent_email_1?: string | null;
            parent_email_2?: string | null;
            parent_name_1?: string | null;
            parent_name_2?: string | null;
            parent_phone_1?: string | null;
            parent_phone_2?: string | null;
            phone?: string | null;
            /** @description The phone is the student's own; otherwise it is a contact that others may share. */
            phone_is_own: boolean;
            place_of_birth?: string | null;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description A table inside a sheet. */
        TableView: {
            /** Format: int32 */
            first_data_row?: number | null;
            /**
             * Format: int32
             * @description The first row of the titles, as the spreadsheet shows it.
             */
            header_row: number;
            /** Format: int32 */
            header_rows: number;
            headers: string[];
            /** @description Rows that are not data: how many, and the first of them. */
            ignored_count: number;
            ignored_rows: components["schemas"]["IgnoredRowView"][];
            /** Format: int32 */
            last_data_row?: number | null;
            /** @description Why these rows are taken for the titles. */
            reason: string;
            /** Format: int64 */
            rows: number;
            sheet?: string | null;
            /** @description Lines above the titles. */
            title: components["schemas"]["TitleView"][];
        };
        TaughtDepartmentView: {
            /** @description Other ways of writing it. */
            aliases?: string[];
            code: string;
            name: string;
        };
        /** @description A level, as lists and people name it. */
        TaughtLevelView: {
            /** @description Other ways of writing it. */
            aliases?: string[];
            code: string;
            /** @description Codes of the departments that exist at this level; empty means that none do. */
            departments?: string[];
            name: string;
        };
        /** @description What a title of a column, or a value of a field, means in this school. */
        TaughtView: {
            /**
             * Format: uuid
             * @description The import with which it was taught.
             */
            batch?: string | null;
            /** @description Of a value: the field it stands in. */
            field?: string | null;
            /** @description That import's list, and who sent it. */
            file?: string | null;
            /** @description `title` or `value`. */
            kind: string;
            /** @description Fields of a title, code of a value. None: the column is known and left alone. */
            means: string[];
            /** Format: date-time */
            revoked_at?: string | null;
            /** Format: date-time */
            taught_at: string;
            /** Format: uuid */
            taught_by?: string | null;
            /** @description As it is compared: without case, accents and punctuation. */
            text: string;
        };
        /** @description The event that was made for it. */
        TestedView: {
            /** Format: int64 */
            sequence: number;
        };
        TestMessageBody: {
            channel: components["schemas"]["ChannelView"];
            language: components["schemas"]["LanguageView"];
            /** @description An e-mail address, or a number like +237699112233. */
            to: string;
        };
        TitleView: {
            /** Format: int32 */
            row: number;
            text: string;
        };
        TokenBody: {
            /** @description What stands behind the `#` of the link. */
            token: string;
        };
        TopRowView: {
            /** @description From column A; of a long text its beginning. */
            cells: string[];
            /**
             * Format: int32
             * @description As the spreadsheet shows it.
             */
            row: number;
        };
        /** @description The top of a sheet, before anything is judged. */
        TopView: {
            /** @description Whether the sheet goes on. */
            more: boolean;
            /** @description Those that are not blank. */
            rows: components["schemas"]["TopRowView"][];
            sheet?: string | null;
        };
        /** @description All of them, the latest first. */
        TouchesView: {
            items: components["schemas"]["TouchView"][];
        };
        /** @description Something that somebody did or looked at. */
        TouchView: {
            at: string;
            origin?: string | null;
            request_id?: string | null;
            /** @description Of a page, the students on it. */
            students: string[];
            /** @description `student:ID`, `batch:ID`, `school`. */
            subject: string;
            /** @description As in the trail; a page is `page.students`, `page.rows`… */
            what: string;
        };
        /** @description A page of the trail, with its newest entry: kept elsewhere, its hash shows later that nothing was cut off. */
        TrailView: {
            head?: components["schemas"]["HeadView"] | null;
            items: components["schemas"]["EntryView"][];
            /** @description To be sent back as `cursor`; `null` on the last page. */
            next?: string | null;
        };
        /** @enum {string} */
        UndoneView: "reversed" | "kept" | "not_reversible";
        /** @description What is given is changed. */
        UserChangeBody: {
            /** @description `false` closes the account; nothing of it is deleted. */
            active?: boolean | null;
            full_name?: string | null;
            role?: components["schemas"]["StaffRoleView"] | null;
        };
        /** @description Somebody who signs in, or did. */
        UserView: {
            /** @description Whether the account is open. */
            active: boolean;
            email: string;
            full_name?: string | null;
            /** Format: uuid */
            id: string;
            role: string;
            /** @description Whether a code from a telephone is asked for; said in the list of people only. */
            second_factor: boolean;
            /**
             * Format: date-time
             * @description When one of these was last used, to the minute.
             */
            seen_at?: string | null;
            /**
             * Format: int64
             * @description Where they are signed in now; counted in the list of people only.
             */
            sessions: number;
        };
        ValueDecision: {
            /** @description Code of a level, of a department, or `M`, `F`. */
            means: string;
            /** @description As it stands in the list. */
            text: string;
        };
        /** @description What texts mean. */
        ValuesDecision: {
            values: components["schemas"]["ValueDecision"][];
        };
        /** @description The distinct texts of a field's columns, the unknown ones first. */
        ValuesView: {
            field: string;
            /** @description There are too many distinct texts to list them: the column is hardly this field. */
            too_many: boolean;
            values: components["schemas"]["ValueView"][];
        };
        ValueView: {
            /** Format: int64 */
            count: number;
            /** @description The code that it stands for; `null` when the school has none such. */
            means?: string | null;
            suggestion?: string | null;
            text: string;
        };
        /** @description What a check of the whole chain found. */
        VerdictView: {
            /**
             * Format: int64
             * @description How many entries were looked at and hold.
             */
            entries?: number | null;
            /** @description Of `whole`: the newest entry's hash. */
            head?: string | null;
            /**
             * Format: int64
             * @description Of `broken`: the first entry that is not what was written after the one before.
             */
            seq?: number | null;
            verdict: components["schemas"]["VerdictWord"];
        };
        /** @enum {string} */
        VerdictWord: "whole" | "broken" | "cut";
        /** @description What is given is changed. */
        WebhookChangeBody: {
            /** @description `true` sends at once what waited. */
            active?: boolean | null;
            events?: components["schemas"]["EventKindView"][] | null;
            name?: string | null;
            url?: string | null;
        };
        /** @description An endpoint with its secret. */
        WebhookSecretView: components["schemas"]["WebhookView"] & {
            /** @description `whsec_…`, with which signatures are checked. It is shown this once. */
            secret: string;
        };
        /** @description An endpoint, without its secret. */
        WebhookView: {
            active: boolean;
            /** Format: date-time */
            created_at: string;
            /** @description As in the trail: `person:ID`. */
            created_by: string;
            /** @description What is told; an empty list tells everything. */
            events: string[];
            /**
             * Format: date-time
             * @description Since when nothing has arrived.
             */
            failing_since?: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            /**
             * Format: date-time
             * @description Until when the secret before the present one signs too.
             */
            old_secret_until?: string | null;
            /** @description Why it is not active: `PERSON`, `GONE` (it answered 410), `FAILING` (nothing arrived for five days). */
            reason?: string | null;
            /** Format: date-time */
            updated_at: string;
            url: string;
        };
        /** @description Rows by their keys, or all that a filter finds. */
        WhichBody: {
            /**
             * Format: int64
             * @description Goes on with a change that is `open`.
             */
            change?: number | null;
            /** @description Only count. */
            dry_run?: boolean;
            filter?: components["schemas"]["FilterBody"] | null;
            rows?: string[] | null;
        };
        /** @description What the workbook says otherwise, and what was made of it. */
        WorkbookView: {
            /**
             * Format: int64
             * @description Cells that differ.
             */
            cells: number;
            changed?: components["schemas"]["ChangedView"] | null;
            /** @description The first thousand of them. */
            differences: components["schemas"]["CellView"][];
            /**
             * Format: int64
             * @description Rows of the batch that the workbook does not hold: they stay as they are.
             */
            missing: number;
            /** @description The keys of the first thousand of them. */
            missing_rows: string[];
            /**
             * Format: int64
             * @description Rows of the workbook that are rows of the batch.
             */
            rows: number;
        };
        /** @description What would be changed. */
        WouldView: {
            /** Format: int64 */
            cells: number;
            /** Format: int64 */
            rows: number;
        };
        /** @description A letter or a message as it would be read. */
        WrittenView: {
            body: string;
            subject: string;
        };
    };
    responses: {
        /** @description What is wrong, and what to do */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ProblemView"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_establishments: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_EstablishmentView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_establishments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEstablishmentBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewEstablishmentView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_establishment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchoolDocument"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    put_establishment: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SchoolDocument"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchoolDocument"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_access: {
        parameters: {
            query: {
                /** @description As in the trail: `person:ID`, `key:ID`, `admin:ID`, `machine`. */
                actor: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TouchesView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_aliases: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TaughtView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    delete_aliases_titles_text: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    delete_aliases_values_field_text: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                field: string;
                slug: string;
                text: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    get_audit: {
        parameters: {
            query?: {
                /** @description Only this: `batch.approved`, `user.created`… */
                action?: string;
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. NDJSON has no pages. */
                limit?: number;
                /** @description Only what was done to this: `batch:ID`, `person:ID`, `school`. */
                subject?: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    /** @description NUMBER:HASH of the newest entry; NDJSON only */
                    "Rentree-Trail-Head"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrailView"];
                    "application/x-ndjson": string;
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_audit_newest: {
        parameters: {
            query?: {
                /** @description Only actions that begin like this: `batch.`, `batch.approved`. */
                action?: string;
                /** @description Only what they did: `person:ID`, `key:ID`, `machine`. */
                actor?: string;
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
                /** @description From this moment on. */
                since?: string;
                /** @description Only what was done to this: `batch:ID`, `person:ID`, `school`. */
                subject?: string;
                /** @description Before this moment. */
                until?: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrailView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_audit_verify: {
        parameters: {
            query?: {
                /** @description The hash of an entry that was kept elsewhere: it must still be there. */
                head?: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerdictView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
                /** @description Only those that stand there. */
                status?: "uploaded" | "mapped" | "validated" | "ready_to_commit" | "committed" | "failed" | "cancelled" | "reverted";
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BatchView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendUploaded"];
                "multipart/form-data": components["schemas"]["SendForm"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    delete_batches_batch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_absent: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AbsentStudentView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_approve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApproveBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_changes: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangesView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_commit: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_corrections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["CorrectionsForm"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkbookView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_counters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountersView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description One event after another */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["EventView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_exports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ExportView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_exports: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string | null;
            };
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeExport"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_exports_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                export: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_exports_export_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                export: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "text/csv": string;
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_fixes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FixBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedOrWould"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_invitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitedView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_issues: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuesView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_layout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayoutView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    put_batches_batch_layout: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LayoutDecision"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayoutView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_layout_rows: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The first sheet when it is left out. */
                sheet?: string;
            };
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    put_batches_batch_mapping: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MappingDecision"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_plan: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanPageView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_purge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CertificateView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_redo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_retry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_revert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevertView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_revert: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevertView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_revert_rows: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
                /** @description Only rows with this end. */
                result?: "reversed" | "kept" | "not_reversible";
            };
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RevertedRowView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_rows: {
        parameters: {
            query?: {
                action?: "create" | "update" | "unchanged" | "skip" | "conflict" | "error";
                /** @description Instead of a cursor: how many of the wanted rows stand before the page. A list can be entered anywhere, and costs the same there. */
                at?: number;
                /** @description Whether a person wrote something over the row. */
                changed?: boolean;
                /** @description Rows with an issue of this code; together with `field`, one issue must be both. */
                code?: string;
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Rows with an issue of this field. */
                field?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description What happened, or before a commit what would. */
                outcome?: "created" | "updated" | "unchanged" | "skipped" | "conflict" | "error";
                sheet?: string;
                status?: "ok" | "warning" | "error";
            };
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowsView"];
                    "application/x-ndjson": string;
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    patch_batches_batch_rows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditBody"][];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_rows_exclude: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhichBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedOrWould"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_rows_include: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhichBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedOrWould"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_rows_search: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RowsView"];
                    "application/x-ndjson": string;
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_batches_batch_values_field: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                field: "level_code" | "department_code" | "gender";
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValuesView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    put_batches_batch_values_field: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                batch: string;
                field: "level_code" | "department_code" | "gender";
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValuesDecision"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValuesView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_batches_batch_withdraw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_break_glass: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BreakGlassBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrokenGlassView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_changes: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`; without it, from the beginning: everybody. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
                /** @description With each student as they are now. It is written into the trail. */
                values?: boolean;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_departments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartmentsView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    put_departments: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DepartmentsView"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartmentsView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_embed_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEmbedBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmbedSessionView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_erasures: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ErasureView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_erasures_erasure_lift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_invitations: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
                /** @description Only these. */
                status?: "waiting" | "claimed" | "handing" | "sent" | "failed" | "unknown" | "accepted" | "withdrawn";
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationPage"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_invitations_student_again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                student: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_invitations_student_bounced: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                student: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_invitations_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationTextView"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_invitations_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestMessageBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_keys: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_KeyView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKeyBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKeyView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    delete_keys_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    get_levels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LevelsView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    put_levels: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LevelsView"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LevelsView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_mappings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MappingKeptView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_mappings_name_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MappingKeptView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_oneroster: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_purges: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CertificateView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_students: {
        parameters: {
            query?: {
                active?: boolean;
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Code of a department. */
                department?: string;
                /** @description Code of a level. */
                level?: string;
                /** @description Items of a page. */
                limit?: number;
                /** @description `2025-2026`. */
                year?: string;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StudentView"];
                    "application/x-ndjson": string;
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_students_student: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                student: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudentHistoryView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    patch_students_student: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                slug: string;
                student: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditStudent"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudentHistoryView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_students_student_access: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                student: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SightsView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_students_student_dossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                student: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_students_student_erase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                student: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureDoneView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_students_student_history: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                slug: string;
                student: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_HappenedView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_students_search: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StudentsSearch"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StudentView"];
                    "application/x-ndjson": string;
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_template_xlsx: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_uploads: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key"?: string | null;
                "Tus-Resumable": string;
                "Upload-Length": number;
                /** @description `filename` and its value in base64 */
                "Upload-Metadata"?: string | null;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            201: {
                headers: {
                    Location?: string;
                    "Tus-Resumable"?: string;
                    "Upload-Expires"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    delete_uploads_upload: {
        parameters: {
            query?: never;
            header: {
                "Tus-Resumable": string;
            };
            path: {
                slug: string;
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    "Tus-Resumable"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    head_uploads_upload: {
        parameters: {
            query?: never;
            header: {
                "Tus-Resumable": string;
            };
            path: {
                slug: string;
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    "Tus-Resumable"?: string;
                    "Upload-Length"?: number;
                    "Upload-Offset"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    patch_uploads_upload: {
        parameters: {
            query?: never;
            header: {
                "Tus-Resumable": string;
                "Upload-Offset": number;
            };
            path: {
                slug: string;
                upload: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/offset+octet-stream": string;
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    "Tus-Resumable"?: string;
                    "Upload-Offset"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    get_users: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_UserView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_users: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUserBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewUserView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_users_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    delete_users_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    patch_users_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChangeBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_users_user_password_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    delete_users_user_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    delete_users_user_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    get_webhooks: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_WebhookView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhookBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_webhooks_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    delete_webhooks_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    patch_webhooks_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                webhook: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChangeBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_webhooks_webhook_deliveries: {
        parameters: {
            query?: {
                /** @description What the page before gave as `next`. */
                cursor?: string;
                /** @description Items of a page. */
                limit?: number;
                /** @description Only these. */
                status?: "waiting" | "delivered" | "given_up";
            };
            header?: never;
            path: {
                slug: string;
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeliveryView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_webhooks_webhook_deliveries_sequence_resend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sequence: number;
                slug: string;
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    post_webhooks_webhook_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                webhook: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_webhooks_webhook_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestedView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_invitations_accept: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    post_invitations_look: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookedView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_limits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    put_session_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    post_session_password_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    put_session_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorCodeBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    post_session_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorBeginBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolmentView"];
                };
            };
            503: components["responses"]["Problem"];
        };
    };
    post_session_second_factor_end: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorEndBody"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            503: components["responses"]["Problem"];
        };
    };
    told_import_cancelled: {
        parameters: {
            query?: never;
            header: {
                /** @description The same for every try of an event */
                "webhook-id": string;
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two with a space between while a secret is exchanged */
                "webhook-signature": string;
                /** @description Of this try: seconds since 1970 */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventMessage"];
            };
        };
        responses: {
            /** @description Taken. Anything else, or nothing within fifteen seconds, is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    told_import_committed: {
        parameters: {
            query?: never;
            header: {
                /** @description The same for every try of an event */
                "webhook-id": string;
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two with a space between while a secret is exchanged */
                "webhook-signature": string;
                /** @description Of this try: seconds since 1970 */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventMessage"];
            };
        };
        responses: {
            /** @description Taken. Anything else, or nothing within fifteen seconds, is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    told_import_failed: {
        parameters: {
            query?: never;
            header: {
                /** @description The same for every try of an event */
                "webhook-id": string;
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two with a space between while a secret is exchanged */
                "webhook-signature": string;
                /** @description Of this try: seconds since 1970 */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventMessage"];
            };
        };
        responses: {
            /** @description Taken. Anything else, or nothing within fifteen seconds, is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    told_import_needs_input: {
        parameters: {
            query?: never;
            header: {
                /** @description The same for every try of an event */
                "webhook-id": string;
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two with a space between while a secret is exchanged */
                "webhook-signature": string;
                /** @description Of this try: seconds since 1970 */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventMessage"];
            };
        };
        responses: {
            /** @description Taken. Anything else, or nothing within fifteen seconds, is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    told_import_review_ready: {
        parameters: {
            query?: never;
            header: {
                /** @description The same for every try of an event */
                "webhook-id": string;
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two with a space between while a secret is exchanged */
                "webhook-signature": string;
                /** @description Of this try: seconds since 1970 */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventMessage"];
            };
        };
        responses: {
            /** @description Taken. Anything else, or nothing within fifteen seconds, is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    told_import_undone: {
        parameters: {
            query?: never;
            header: {
                /** @description The same for every try of an event */
                "webhook-id": string;
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two with a space between while a secret is exchanged */
                "webhook-signature": string;
                /** @description Of this try: seconds since 1970 */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventMessage"];
            };
        };
        responses: {
            /** @description Taken. Anything else, or nothing within fifteen seconds, is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    told_students_changed: {
        parameters: {
            query?: never;
            header: {
                /** @description The same for every try of an event */
                "webhook-id": string;
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two with a space between while a secret is exchanged */
                "webhook-signature": string;
                /** @description Of this try: seconds since 1970 */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventMessage"];
            };
        };
        responses: {
            /** @description Taken. Anything else, or nothing within fifteen seconds, is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    told_webhook_test: {
        parameters: {
            query?: never;
            header: {
                /** @description The same for every try of an event */
                "webhook-id": string;
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two with a space between while a secret is exchanged */
                "webhook-signature": string;
                /** @description Of this try: seconds since 1970 */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventMessage"];
            };
        };
        responses: {
            /** @description Taken. Anything else, or nothing within fifteen seconds, is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
