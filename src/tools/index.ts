/** The tools that language models are given, by the editor and over MCP. */
import { check } from './check';
import { describe } from './describe';
import { probe } from './probe';
import type { Tool } from './tool';
import { why } from './why';

export const tools: readonly Tool[] = [check, probe, describe, why];
