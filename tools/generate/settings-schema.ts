import { levelSchema, settings } from '../../src/lint/settings';
import type { Tool } from '../../src/tools/tool';
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

/** `contributes.languageModelTools`: the tools as the editor's agents see them. */
export const contributedTools = (tools: readonly Tool[]): readonly object[] =>
  tools.map(({ name, title, description, inputSchema }) => ({
    name,
    displayName: title,
    modelDescription: description,
    userDescription: `${title} (TensorFlow and Keras, without running it)`,
    toolReferenceName: name
      .replace('loss_probe_', 'lossProbe_')
      .replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    canBeReferencedInPrompt: true,
    icon: '$(pulse)',
    tags: ['keras', 'tensorflow', 'training', 'loss-probe'],
    inputSchema,
  }));
