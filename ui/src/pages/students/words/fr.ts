export const fr = {
  title: 'Élèves',
};
