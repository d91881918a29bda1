// What was decided at a step, in a few words.
import type { Shape } from '../../lib/words';
import type { StepName, Way } from './way.svelte';
import type { fr } from './words/fr';

type Notes = Shape<typeof fr>['steps']['notes'];

export function noteOf(way: Way, of: StepName, notes: Notes): string {
  const batch = way.batch;
  const layout = way.layout?.data;
  const mapping = way.mapping?.data;
  switch (of) {
    case 'layout': {
      if (!layout) return '';
      const first = layout.tables[0];
      return layout.tables.length > 1 ? notes.sheets(layout.tables.length) : first ? notes.headerAt(first.header_row) : notes.noTitles;
    }
    case 'columns': {
      if (!mapping || way.untitled) return '';
      if (mapping.missing.length > 0) return notes.missing;
      if (way.openColumns > 0) return notes.openColumns(way.openColumns);
      const all = new Map(mapping.tables.flatMap((table) => table.columns.map((one) => [one.header, one.target != null || one.extra] as const)));
      all.delete('');
      const taken = [...all.values()].filter(Boolean).length;
      return notes.columns(taken, all.size - taken);
    }
    case 'values':
      return way.reachable('values') && way.ready ? (way.unknownValues > 0 ? notes.unknown(way.unknownValues) : notes.known) : '';
    case 'review':
      return way.reachable('review') && batch?.validated_at ? (batch.counts.error > 0 ? notes.errors(batch.counts.error) : notes.fine) : '';
    case 'approve':
      return batch?.approved_at && !way.undecided ? notes.approved : '';
    default:
      return batch?.status === 'reverted' ? notes.undone : batch?.status === 'committed' ? notes.imported : '';
  }
}
