/** The phases of a response, in their order (NIST SP 800-61r2 life cycle in an operator's words). */
export const phases = ['open', 'triage', 'contain', 'inspect', 'eradicate', 'recover', 'review'] as const;

export type Phase = (typeof phases)[number];
