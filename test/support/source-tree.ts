import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

/** A file of the project: its path from the project's root, with "/", and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface ScannedFile {
  readonly path: string;
  readonly imports: readonly Import[];
  /** Exported constants, with the type written at them or the function that makes them. */
  readonly constants: readonly { readonly name: string; readonly made: string | undefined }[];
  readonly exportsAll: boolean;
}

/** An import, export-from, import(), import type or require, types included: a type couples too. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly names: readonly string[];
  /** The file of the project that it leads to; absent for a library. */
  readonly target?: string;
}

/** Reads every TypeScript and JavaScript file under the folder. */
export function readTree(root: URL, folder: string): SourceFile[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => /\.(ts|js|mjs|cjs|mts|cts)$/.test(path))
    .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }));
}

/** Parses one file; nothing is resolved on the disk, so tests can scan files that do not exist. */
export function scan({ path, text }: SourceFile): ScannedFile {
  const parsed = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  visit(parsed, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) imports.push(describeImport(parsed, path, node, specifier));
  });
  return {
    path,
    imports,
    constants: parsed.statements.flatMap(exportedConstants),
    exportsAll: parsed.statements.some(
      (one) => ts.isExportDeclaration(one) && (!one.exportClause || ts.isNamespaceExport(one.exportClause)),
    ),
  };
}

function describeImport(parsed: ts.SourceFile, path: string, node: ts.Node, specifier: string): Import {
  const line = parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined;
  return { specifier, line, names: namesOf(node), ...(target === undefined ? {} : { target }) };
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : computed;
  if (ts.isExternalModuleReference(node)) return literal(node.expression);
  if (!ts.isCallExpression(node) || !loads(node.expression)) return undefined;
  return literal(node.arguments[0]) ?? computed;
}

/** What is put together while the program runs cannot be checked, so it counts as a library of its own. */
export const computed = '(computed)';

// import(…), import.meta.resolve(…), require(…), require.resolve(…), createRequire(…)(…)
function loads(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === 'require';
  if (ts.isMetaProperty(callee)) return callee.keywordToken === ts.SyntaxKind.ImportKeyword;
  if (ts.isPropertyAccessExpression(callee))
    return callee.name.text === 'resolve' && loads(callee.expression);
  return (
    ts.isCallExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === 'createRequire'
  );
}

const literal = (node: ts.Node | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

function namesOf(node: ts.Node): string[] {
  if (!ts.isImportDeclaration(node)) return [];
  const bindings = node.importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.map((element) => (element.propertyName ?? element.name).text);
}

function exportedConstants(statement: ts.Statement): { name: string; made: string | undefined }[] {
  if (!ts.isVariableStatement(statement)) return [];
  const isExported = statement.modifiers?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword) ?? false;
  if (!isExported) return [];
  return statement.declarationList.declarations.flatMap(({ name, type, initializer }) =>
    ts.isIdentifier(name) ? [{ name: name.text, made: madeBy(type, initializer) }] : [],
  );
}

function madeBy(type: ts.TypeNode | undefined, value: ts.Expression | undefined): string | undefined {
  if (type !== undefined && ts.isTypeReferenceNode(type)) return type.typeName.getText();
  return value !== undefined && ts.isCallExpression(value) ? value.expression.getText() : undefined;
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}
