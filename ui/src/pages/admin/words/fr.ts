export const fr = {
  title: 'Réglages',
};
