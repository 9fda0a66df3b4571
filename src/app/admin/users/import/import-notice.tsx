// Tells on the list of users of an import that runs, or has ended, since its dialog was closed.
import { useEffect } from 'react';
import { isProblem } from '../../../tablet/api.ts';
import { Notice } from '../../../ui/notice.tsx';
import { ImportEnd } from './import-end.tsx';
import { forgetImport, useImportProgress, useKeptImportId } from './kept-import.ts';

function KeptImport({ importId }: { importId: string }) {
  const { data, error } = useImportProgress(importId);
  // It was swept away, or somebody else is signed in now.
  const isGone = isProblem(error, 'not_found');
  useEffect(() => {
    if (isGone) forgetImport();
  }, [isGone]);
  if (!data || isGone) return null;
  if (data.state !== 'running') return <ImportEnd ended={data} onClose={forgetImport} />;
  return (
    <Notice tone="info" title="An import is running">
      {data.done.toLocaleString()} of {data.total.toLocaleString()} rows done. The result will appear here.
    </Notice>
  );
}

/** Shows nothing while this tab has no import to tell of. */
export function ImportNotice() {
  const importId = useKeptImportId();
  return importId === null ? null : <KeptImport key={importId} importId={importId} />;
}
