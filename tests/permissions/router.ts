import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Something that can be asked of the server, read from the routes themselves. */
export interface Endpoint {
  /** "GET /bai-du-thi/[id]", "POST /bai-du-thi/[id]/nop?/submit", "POST /api/tep" */
  key: string;
  kind: 'page' | 'action' | 'endpoint';
  method: string;
  /** "/bai-du-thi/[id]", without groups */
  route: string;
  /** the name of the action; 'default' for the only one */
  action?: string;
}

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'fallback']);

/** Every page, form action and method of the server, so that what nobody thought of is seen. */
export function endpoints(routes: string): Endpoint[] {
  const found: Endpoint[] = [];
  const walk = (folder: string, route: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      // a folder in brackets only groups
      if (entry.isDirectory()) walk(path, /^\(.*\)$/.test(entry.name) ? route : `${route}/${entry.name}`);
      else found.push(...endpointsOf(path, entry.name, route || '/'));
    }
  };
  walk(routes, '');
  return found.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function endpointsOf(path: string, name: string, route: string): Endpoint[] {
  if (name === '+page.svelte') return [{ key: `GET ${route}`, kind: 'page', method: 'GET', route }];
  if (name === '+server.ts')
    return [...exportsOf(path).keys()]
      .filter((exported) => methods.has(exported))
      .map((method) => ({ key: `${method} ${route}`, kind: 'endpoint', method, route }));
  if (name !== '+page.server.ts') return [];
  const actions = exportsOf(path).get('actions');
  if (actions === undefined) return [];
  return actionNames(actions, path).map((action) => ({
    key: `POST ${route}${action === 'default' ? '' : `?/${action}`}`,
    kind: 'action',
    method: 'POST',
    route,
    action,
  }));
}

function exportsOf(path: string): Map<string, ts.Expression | null> {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const exported = new Map<string, ts.Expression | null>();
  for (const statement of source.statements) {
    const isExported =
      ts.canHaveModifiers(statement) && statement.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword);
    if (ts.isVariableStatement(statement) && isExported)
      for (const { name, initializer } of statement.declarationList.declarations)
        exported.set(name.getText(source), initializer ?? null);
    if (ts.isFunctionDeclaration(statement) && isExported && statement.name) exported.set(statement.name.text, null);
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause))
      for (const { name } of statement.exportClause.elements) exported.set(name.text, null);
  }
  return exported;
}

function actionNames(expression: ts.Expression | null, path: string): string[] {
  let inner = expression;
  while (inner && (ts.isSatisfiesExpression(inner) || ts.isAsExpression(inner) || ts.isParenthesizedExpression(inner)))
    inner = inner.expression;
  if (!inner || !ts.isObjectLiteralExpression(inner))
    throw new Error(`${path}: write "export const actions = { … }" as a literal, so that its actions can be read.`);
  return inner.properties.map((property) => {
    if (!property.name || ts.isComputedPropertyName(property.name))
      throw new Error(`${path}: name every action in the literal, so that it can be read.`);
    return property.name.getText().replace(/^['"]|['"]$/g, '');
  });
}

/** The address of a route for these parameters. @throws Error when one is missing */
export function addressOf(route: string, parameters: Record<string, string>): string {
  const path = route.replace(/\[{1,2}(?:\.\.\.)?(\w+)(?:=\w+)?\]{1,2}/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`no value for [${name}] of ${route}`);
    return encodeURIComponent(value);
  });
  return path || '/';
}
