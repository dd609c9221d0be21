/** Types of <errata-feedback>, for editors and type checkers. docs/widget.md explains each. */

/** What the server gives once a word is stored; null where there was nothing to take back. */
export interface ErrataReceipt {
  id: string;
  answer: string;
  outcome: "created" | "updated" | "duplicate";
  revision: number;
  recorded_at: string;
  state: string;
}

/** Why a word was not taken: an RFC 9457 problem. `code` is for programs, `detail` for people. */
export interface ErrataProblem {
  code: string;
  detail?: string;
  status?: number;
  path?: string;
}

export interface ErrataSource {
  source: string;
  title?: string;
  uri?: string;
  version?: string;
  status?: "approved" | "draft" | "withdrawn" | "unknown";
  /** Days, as 2026-12-31. */
  approved_until?: string | null;
  reviewed_at?: string | null;
  passage?: string;
}

/** What the `provenance` attribute holds, as JSON. */
export interface ErrataProvenance {
  text?: string;
  /** From 0 to 1. */
  confidence?: number | null;
  abstained?: boolean;
  sources?: ErrataSource[];
}

/** The element's attributes. All are strings, as attributes are. */
export interface ErrataFeedbackAttributes {
  /** The answer's id, as it was or will be sent to the API. Without it nothing is shown. */
  answer?: string;
  /** The id of the page's element that shows the answer. */
  for?: string;
  key?: string;
  token?: string;
  server?: string;
  lang?: string;
  provenance?: string;
}

export interface ErrataFeedbackEventMap {
  "errata:recorded": CustomEvent<ErrataReceipt | null>;
  "errata:refused": CustomEvent<ErrataProblem>;
  "errata:waiting": CustomEvent<null>;
}

declare global {
  interface HTMLElementTagNameMap {
    "errata-feedback": HTMLElement;
  }
  interface HTMLElementEventMap extends ErrataFeedbackEventMap {}
}
