// The accessibility check of a page by axe, in a world of its own, so that the page's strict policies stay in force.
import axe, { type AxeResults } from 'axe-core';
import type { CDPSession } from 'playwright-core';

/** One broken rule: which, how bad, and at most five of the elements that break it. */
export interface AxeViolation {
  rule: string;
  impact: string;
  help: string;
  elements: string[];
}

/** Those of axe's standard rules that look at colours. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** Runs axe with its standard rules, or with those `of colours`, in the main frame. @throws when axe itself fails. */
export async function checkWithAxe(
  devtools: CDPSession,
  rules: 'all' | 'of colours',
): Promise<AxeViolation[]> {
  const options = {
    resultTypes: ['violations'],
    ...(rules === 'all' ? {} : { runOnly: { type: 'rule', values: ofColours } }),
  };
  const { frameTree } = await devtools.send('Page.getFrameTree');
  const { executionContextId } = await devtools.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'axe',
  });
  const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
    contextId: executionContextId,
    expression: `${axe.source};\naxe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  const violations: AxeResults['violations'] = result.value;
  return violations.map(({ id, impact, help, nodes }) => ({
    rule: id,
    impact: impact ?? 'unknown',
    help,
    elements: nodes.slice(0, 5).map((node) => `${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  }));
}
