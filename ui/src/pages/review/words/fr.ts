export const fr = {
  title: 'Relecture',
};
