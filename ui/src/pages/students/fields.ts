// Which fields stand together, as they are read and as they are written.
export const GROUPS = [
  { id: 'identity', fields: ['full_name', 'last_name', 'first_name', 'matricule', 'date_of_birth', 'place_of_birth', 'gender', 'nationality'] },
  { id: 'school', fields: ['current_school_year', 'level_name', 'department_name'] },
  { id: 'contact', fields: ['phone', 'email', 'address'] },
  { id: 'parent1', fields: ['parent_name_1', 'parent_phone_1', 'parent_email_1'] },
  { id: 'parent2', fields: ['parent_name_2', 'parent_phone_2', 'parent_email_2'] },
] as const;

/** Level and department are written by their codes. */
export const written = (field: string): string => field.replace(/^(level|department)_name$/, '$1_code');
