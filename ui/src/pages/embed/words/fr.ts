export const fr = {
  title: 'Importer une liste',
};
