// The endpoints by which users come in from a CSV file: checked first, then written in parts.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema } from '../fields.ts';
import { userFileColumnKeys, userFileColumnsMost, userFileRowsMost } from '../user-file.ts';

const bodyBytes = 6 * 1024 * 1024;

export const importProblemSchema = z.object({
  /** The row of the file, as a spreadsheet counts them: the titles are row 1. */
  row: z.int(),
  /** The title of the column; empty where the whole row is meant. */
  column: z.string(),
  message: z.string(),
});
export type ImportProblem = z.infer<typeof importProblemSchema>;

const columnSchema = z.nullable(z.enum(userFileColumnKeys));

/** What the file’s columns hold, as it was read. */
const layoutSchema = z.object({
  /** The row of the titles; 0 where there is none. */
  titlesRow: z.int(),
  columns: z.array(
    z.object({
      title: z.string(),
      /** `null`: it is left out. */
      column: columnSchema,
      /** What stands in its first rows. */
      samples: z.array(z.string()),
    }),
  ),
  /** Whether its columns are known; else somebody has to say what they hold. */
  isKnown: z.boolean(),
});

const countsSchema = z.object({ added: z.int(), updated: z.int(), skipped: z.int() });

export const userImportSchema = z.object({
  id: idSchema,
  state: z.enum(['checked', 'running', 'done', 'failed']),
  total: z.int(),
  /** Rows that are through so far: written, skipped or left out. */
  done: z.int(),
  /** Those of them that no longer fitted when their turn came. */
  leftOut: z.int(),
  /**
   * How many users got a temporary PIN that nobody knows instead of the one in the file, since that can’t be used: they
   * need a PIN card.
   */
  madePins: z.int(),
  /** Why it ended before its last row; of one that is done, what was left undone. */
  failure: z.nullable(z.string()),
});
export type UserImport = z.infer<typeof userImportSchema>;

export const checkUserImport = defineEndpoint({
  operation: 'checkUserImport',
  method: 'POST',
  path: '/api/user-imports',
  summary: 'Check a CSV file of users; nothing is written before the import is started',
  access: { who: 'session', permission: 'users:manage' },
  bodyBytes,
  body: z.strictObject({
    csv: z
      .string({ error: 'The file must be text.' })
      .check(
        z.minLength(1, { error: 'The file is empty.' }),
        z.maxLength(5_000_000, { error: 'The file is too large: at most 5 MB.' }),
      ),
    /** What to do with users whose username is there already. */
    existing: z.enum(['skip', 'update'], { error: 'Choose what to do with users who already exist.' }),
    /** Whether those are invited who get their first email address from the file. */
    invite: z.boolean(),
    /** What the columns hold, where their titles don’t say it: one for each, from the left; `null` leaves one out. */
    layout: z.optional(
      z.strictObject({
        /** 0: there is none, the first row is a person. */
        titlesRow: z.int().check(z.minimum(0), z.maximum(100)),
        columns: z.array(columnSchema).check(z.maxLength(userFileColumnsMost)),
      }),
    ),
    /** Gives PINs back the zeros at their front, which a spreadsheet has dropped. */
    addZeros: z.optional(z.literal(true)),
  }),
  output: z.object({
    /** `null` while there are problems: then there is nothing to start. */
    import: z.nullable(userImportSchema),
    rows: z.int().check(z.maximum(userFileRowsMost)),
    counts: countsSchema,
    /** The first ones; `problemCount` has them all. */
    problems: z.array(importProblemSchema),
    problemCount: z.int(),
    /** The rows of these problems, as the file has them. */
    failed: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
    /** `null` where no cells could be found. */
    layout: z.nullable(layoutSchema),
    /** How many PINs have too few digits since a spreadsheet dropped their zeros, as far as can be told. */
    missingZeros: z.int(),
    /** The first rows, as they would be. */
    sample: z.array(
      z.object({
        row: z.int(),
        username: z.string(),
        name: z.string(),
        role: z.string(),
        action: z.enum(['add', 'update', 'skip']),
      }),
    ),
  }),
  limits: [{ by: 'user', points: 60, seconds: 3600 }],
  problems: [],
});

const importParams = z.strictObject({ importId: idSchema });

export const startUserImport = defineEndpoint({
  operation: 'startUserImport',
  method: 'POST',
  path: '/api/user-imports/{importId}/start',
  summary: 'Start the import of a checked file; nothing is written if the file no longer fits',
  access: { who: 'session', permission: 'users:manage', stepUp: true },
  params: importParams,
  output: userImportSchema,
  problems: ['import_not_ready', 'step_up_required'],
});

export const getUserImport = defineEndpoint({
  operation: 'getUserImport',
  method: 'GET',
  path: '/api/user-imports/{importId}',
  summary: 'The progress of an import',
  access: { who: 'session', permission: 'users:manage' },
  params: importParams,
  output: userImportSchema,
  problems: [],
});
