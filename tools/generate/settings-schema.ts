import { levelSchema, settings } from '../../src/lint/settings';
import type { Rule } from '../../src/rules/define';

/** `contributes.configuration` of the extension's manifest. */
export function contributedSettings(rules: readonly Rule[]): object {
  const ruleLevels = {
    type: 'object',
    default: {},
    additionalProperties: false,
    properties: Object.fromEntries(
      rules.map(({ id, severity, docs }) => [id, levelSchema(docs.summary.replaceAll(/\s*\n\s*/g, ' '), severity)]),
    ),
  };
  const properties = settings.map(({ key, schema, description, scope }) => [
    key,
    { ...(schema === 'rules' ? ruleLevels : schema), markdownDescription: description, scope },
  ]);
  return { title: 'Loss Probe', properties: Object.fromEntries(properties) as object };
}
