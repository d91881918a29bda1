import { expect, test } from 'vitest';
import { match } from '../src/lib/match';
import { routes } from '../src/routes';

test.each([
  ['/', '/'],
  ['/schools/lycee', '/schools/:slug'],
  ['/schools/lycee/', '/schools/:slug'],
  ['/schools/lycee/imports/1', '/schools/:slug/imports/:batch'],
  ['/schools/lycee/imports/1/review', '/schools/:slug/imports/:batch/review'],
  ['/schools/lycee/imports/1/columns', '/schools/:slug/imports/:batch/:step'],
  ['/schools/lycee/students', '/schools/:slug/students'],
  ['/schools/lycee/admin/levels', '/schools/:slug/admin/levels'],
  ['/nowhere', undefined],
  ['/schools/%E0%A4%A', undefined],
])('%s is the page of %s', (pathname, path) => {
  expect(match(routes, pathname)?.route.path).toBe(path);
});
