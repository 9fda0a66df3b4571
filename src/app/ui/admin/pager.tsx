// The way through the pages of a list.
import { Button } from '../button.tsx';
import './page-header.css';

export interface PagerProps {
  /** From 1. */
  page: number;
  pageSize: number;
  total: number;
  /** There are more than `total`, which can’t be paged through. */
  isMore?: boolean;
  onPage: (page: number) => void;
}

/** Says which part of the list is shown; shows nothing where one page holds all. */
export function Pager({ page, pageSize, total, isMore = false, onPage }: PagerProps) {
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (last === 1 && page === 1) return null;
  const from = Math.min(total, (page - 1) * pageSize + 1);
  return (
    <nav className="fk-pager" aria-label="Pages">
      <Button disabled={page <= 1} onClick={() => onPage(Math.min(page - 1, last))}>
        Previous
      </Button>
      <span>
        {from}–{Math.min(total, page * pageSize)} of {isMore && 'more than '}
        {total}
      </span>
      <Button disabled={page >= last} onClick={() => onPage(page + 1)}>
        Next
      </Button>
    </nav>
  );
}
