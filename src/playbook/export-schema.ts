import { z } from 'zod';
import type { Json, JsonObject } from '../domain/json.ts';
import { playbookSchema } from './schema.ts';
import type { StepKindDescription } from './step-kind.ts';

// The draft that editors' YAML language servers understand best.
const target = 'draft-7';

/** What may stand wherever an argument may: its value comes at the run. */
const template: JsonObject = { type: 'string', pattern: '\\{\\{[^{}]+\\}\\}' };

/**
 * The JSON Schema that editors use while a playbook is written: they complete names and mark mistakes.
 * It knows the shape and the step kinds with their arguments; what needs the whole file (a step that
 * nothing leads to, a fact that nobody leaves) only `loadPlaybook` can say.
 */
export function exportSchema(kinds: readonly StepKindDescription[]): JsonObject {
  const schema = toJsonSchema(playbookSchema);
  const definitions = objectAt(schema, 'definitions');
  return {
    ...schema,
    title: 'firebreak playbook',
    definitions: {
      ...definitions,
      do: workOf(kinds, objectAt(definitions, 'do')),
      check: workOf(
        kinds.filter((kind) => kind.checks),
        objectAt(definitions, 'check'),
      ),
    },
  };
}

const workOf = (kinds: readonly StepKindDescription[], { description = '' }: JsonObject): JsonObject => ({
  description,
  anyOf: kinds.map(describeKind),
});

function describeKind(kind: StepKindDescription): JsonObject {
  const args = toJsonSchema(kind.args);
  const properties = Object.entries(objectAt(args, 'properties'));
  const required = args['required'];
  return {
    type: 'object',
    description: kind.summary,
    properties: {
      kind: { const: kind.id },
      ...Object.fromEntries(properties.map(([name, value]) => [name, { anyOf: [value, template] }])),
    },
    required: ['kind', ...(Array.isArray(required) ? (required as readonly Json[]) : [])],
    additionalProperties: false,
  };
}

// A JSON Schema is JSON; zod types it as an interface of its own.
const toJsonSchema = (schema: z.ZodType): JsonObject =>
  z.toJSONSchema(schema, { target, io: 'input', unrepresentable: 'any' }) as JsonObject;

function objectAt(value: JsonObject, name: string): JsonObject {
  const at = value[name];
  return typeof at === 'object' && at !== null && !Array.isArray(at) ? (at as JsonObject) : {};
}
