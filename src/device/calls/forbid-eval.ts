// Keeps zod from compiling its checks with `new Function`, which the Content Security Policy forbids and would report.
import * as z from 'zod/mini';

z.config({ jitless: true });
