// What is measured, one after the other, in French, with pictures that move as they do for people.
import { defineConfig } from '@playwright/test';
import tried from './playwright.config';

export default defineConfig({
  ...tried,
  testMatch: '**/*.measure.ts',
  workers: 1,
  timeout: 900_000,
  use: { ...tried.use, contextOptions: {} },
  projects: [{ name: 'measured', use: { locale: 'fr-FR' } }],
});
