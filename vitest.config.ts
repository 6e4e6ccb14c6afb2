import { defineConfig } from 'vitest/config'

const outside = ['**/node_modules/**', '**/dist/**', '.data/**', '.cache/**']
const database = ['server/test/global-setup.ts']

/** A fact is seen once every older write in the server is over, those of other tests too; nothing here is timed. */
const patient = { poll: { timeout: 60_000 } }

/** Two cores are what the project promises to be pleasant on. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        // Arithmetic and components: no database starts for these.
        test: {
          name: 'pure',
          include: [
            'packages/**/*.test.ts',
            'packages/**/*.test.tsx',
            'apps/**/*.test.ts',
            'apps/**/*.test.tsx',
          ],
          exclude: outside,
        },
      },
      {
        test: {
          name: 'unit',
          include: ['{server,demo,fakes,bench,tools}/**/*.test.ts'],
          exclude: [...outside, 'server/test/stories/**'],
          globalSetup: database,
          expect: patient,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        // Whole stories over real HTTP and in real browsers, one file at a time: two browsers would only slow each other down.
        test: {
          name: 'stories',
          include: ['server/test/stories/**/*.story.ts'],
          exclude: outside,
          globalSetup: database,
          expect: patient,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
