import { z } from 'zod';
import type { Json, JsonObject } from '../domain/json.ts';
import { playbookSchema } from './schema.ts';
import type { StepKindDescription } from './step-kind.ts';

// What editors with a YAML language server understand best.
const target = 'draft-7';

const template: JsonObject = { type: 'string', pattern: '\\{\\{[^{}]+\\}\\}' };

/**
 * The JSON Schema that editors use while a playbook is written: names complete, mistakes are marked.
 * It knows shapes and step kinds with their arguments; what needs the whole file (a name that exists
 * nowhere, a step that nothing leads to) only `loadPlaybook` can say.
 */
export function exportSchema(kinds: readonly StepKindDescription[]): JsonObject {
  const schema = z.toJSONSchema(playbookSchema, { target, io: 'input' }) as JsonObject;
  const described = { title: 'firebreak playbook', ...schema };
  return fillWork(described, {
    do: { anyOf: kinds.map(describeKind) },
    check: { anyOf: kinds.filter((kind) => kind.checks).map(describeKind) },
  }) as JsonObject;
}

/** Puts the kinds where the schema says "any step kind": at every `do` and `check`. */
function fillWork(value: Json, work: Readonly<Record<string, JsonObject>>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => fillWork(item, work));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, item]) => {
      const known = isWork(item) ? work[name] : undefined;
      return [
        name,
        known === undefined ? fillWork(item, work) : { ...known, description: describedAs(item) },
      ];
    }),
  );
}

const isWork = (value: Json): value is JsonObject =>
  isObject(value) && isObject(value['properties']) && 'kind' in value['properties'];

const describedAs = (value: JsonObject): Json => value['description'] ?? '';

function describeKind(kind: StepKindDescription): JsonObject {
  const args = z.toJSONSchema(kind.args, { target, io: 'input', unrepresentable: 'any' }) as JsonObject;
  const properties = isObject(args['properties']) ? args['properties'] : {};
  const required = Array.isArray(args['required']) ? (args['required'] as readonly Json[]) : [];
  return {
    type: 'object',
    description: kind.summary,
    properties: {
      kind: { const: kind.id },
      ...Object.fromEntries(
        Object.entries(properties).map(([name, value]) => [name, { anyOf: [value, template] }]),
      ),
    },
    required: ['kind', ...required],
    additionalProperties: false,
  };
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
