// What a topic of the help is made of.

/** A part of a topic: a heading, then paragraphs, steps or points. */
export interface HelpSection {
  title: string;
  text?: readonly string[];
  /** Done one after the other. */
  steps?: readonly string[];
  points?: readonly string[];
}

export interface HelpTopic {
  /** The last part of its address. */
  id: string;
  title: string;
  lead: string;
  sections: readonly HelpSection[];
}
