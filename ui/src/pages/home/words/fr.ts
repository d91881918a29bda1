import { plural } from '../../../lib/words/plural';

export const fr = {
  title: 'Vos listes',
  line: 'Déposez la liste telle qu’elle est, Excel ou CSV, quelles que soient ses colonnes. Rien n’est écrit avant votre accord.',
  recent: 'Listes déjà envoyées',
  empty: 'Aucune liste pour le moment',
  emptyLine: 'La première que vous déposez ci-dessus apparaîtra ici.',
  template: 'Modèle Excel de l’école',
  columns: { file: 'Liste', status: 'Où elle en est', counts: 'Élèves', when: 'Envoyée' },
  students: (n: number) => plural('fr', n, '# élève', '# élèves'),
  rows: (n: number) => plural('fr', n, '# ligne', '# lignes'),
  created: (n: number) => plural('fr', n, '# nouveau', '# nouveaux'),
  updated: (n: number) => plural('fr', n, '# mis à jour', '# mis à jour'),
  errors: (n: number) => plural('fr', n, '# en erreur', '# en erreur'),
  open: (name: string) => `Ouvrir ${name}`,
  working: 'En cours',
  held: 'Attend un accord',
  purged: 'Données effacées',
  filter: 'Montrer',
  all: 'Toutes',
  onlyReading: 'Votre rôle permet de regarder les listes, pas d’en envoyer.',
};
