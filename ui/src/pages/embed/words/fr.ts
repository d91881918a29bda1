export const fr = {
  title: 'Importer une liste d’élèves',
  line: 'Déposez la liste telle qu’elle est, Excel ou CSV. Rien n’est écrit avant votre accord.',
  another: 'Autre liste',
  close: 'Fermer',
  ended: {
    title: 'Cette fenêtre est restée ouverte trop longtemps',
    line: 'Pour protéger les données des élèves, l’accès s’arrête après quelques minutes. Ce qui était enregistré l’est toujours : rechargez la page de votre plateforme pour continuer.',
  },
  missing: {
    title: 'Cette page s’ouvre dans votre plateforme',
    line: 'Elle ne peut pas être ouverte seule, ni rechargée à part. Rechargez la page de votre plateforme.',
  },
  closed: {
    title: 'C’est terminé',
    line: 'Vous pouvez continuer dans votre plateforme.',
    reopen: 'Importer une autre liste',
  },
};
