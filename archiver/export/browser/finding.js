/** What a check found: proven, failed, or not checked and why. Faults are collected, never thrown. */

export const VERIFIED = "verified";
export const FAILED = "failed";
export const NOT_CHECKED = "not_checked";
/** Subjects of what is said of the archive, or of a bundle, as a whole. */
export const ARCHIVE = "archive";
export const BUNDLE = "bundle";

/** Faults that one check lists; the rest is only counted, so that damage cannot fill memory. */
const MOST = 100;

/** Give one result of one check; `required` tells whether the proof is incomplete where it was not checked. */
export function finding(check, subject, status, detail, required = true) {
  return { check, subject, status, detail, required };
}

/** Say what a reader might take for checked and is not, or need not be. */
export function said(check, subject, detail) {
  return finding(check, subject, NOT_CHECKED, detail, false);
}

/** One check at work: takes faults, and says what was proven only where there are none. */
export class Check {
  #found = [];
  #more = 0;

  constructor(name, subject) {
    this.name = name;
    this.subject = subject;
  }

  /** Take down what is wrong, and with which file where it is not the check's own subject. */
  fault(detail, subject = this.subject) {
    this.note(FAILED, detail, subject);
  }

  /** Take down what could not be checked, and why. */
  unchecked(detail, subject = this.subject) {
    this.note(NOT_CHECKED, detail, subject);
  }

  /** Take down that a file could not be read; throws what is another error. */
  unreadable(error, subject = this.subject) {
    if (!(error instanceof UnreadableError)) throw error;
    this.note(error.status, error.message, subject);
  }

  note(status, detail, subject) {
    if (this.#found.length < MOST) this.#found.push(finding(this.name, subject, status, detail));
    else this.#more += 1;
  }

  /** Give what was found, or the one finding that says what was proven. */
  findings(proven) {
    if (this.#more) {
      const more = `${this.#more} more of the same check are not listed.`;
      return [...this.#found, finding(this.name, this.subject, FAILED, more)];
    }
    return this.#found.length ? this.#found : [finding(this.name, this.subject, VERIFIED, proven)];
  }
}

/** A file cannot be read: a failure where that is damage, else only not checked. */
export class UnreadableError extends Error {
  constructor(message, status = FAILED) {
    super(message);
    this.status = status;
  }
}

/** Bytes that are not what their format demands, so that nothing behind them can be told apart. */
export class DamagedError extends Error {}
