-- Students by level or year, in the order in which they came.
create index student_profile_level on student_profile (establishment_id, level_code, user_id);
create index student_profile_year on student_profile (establishment_id, current_school_year, user_id);
