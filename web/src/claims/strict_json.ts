// SPDX-License-Identifier: Apache-2.0
// JSON as the engine reads it: no key twice, whole numbers apart from others. JSON.parse would let
// two texts with different bytes pass for the same value.
import { is_well_formed } from './bytes';

/** A bigint is a whole number, a number is any other. */
export type Json = null | boolean | string | number | bigint | Json[] | JsonObject;
export type JsonObject = Map<string, Json>;

const depth_max = 64;

export class JsonFault extends Error {
  readonly at: number;

  constructor(at: number) {
    super(`not JSON at ${at}`);
    this.name = 'JsonFault';
    this.at = at;
  }
}

/** Throws JsonFault. */
export function parse_strict(text: string): Json {
  const reader = new Reader(text);
  return reader.document();
}

const number_form = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const string_form = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const space_form = /[ \t\r\n]*/y;

class Reader {
  #at = 0;
  #depth = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Json {
    if (!is_well_formed(this.#text)) throw new JsonFault(0);
    const value = this.#value();
    this.#take(space_form);
    if (this.#at !== this.#text.length) throw new JsonFault(this.#at);
    return value;
  }

  #value(): Json {
    this.#take(space_form);
    const char = this.#text[this.#at];
    if (char === '{') return this.#object();
    if (char === '[') return this.#array();
    if (char === '"') return this.#string();
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#number();
  }

  #object(): JsonObject {
    const object: JsonObject = new Map();
    this.#list('{', '}', () => {
      this.#take(space_form);
      const start = this.#at;
      const key = this.#string();
      if (object.has(key)) throw new JsonFault(start);
      this.#take(space_form);
      this.#expect(':');
      object.set(key, this.#value());
    });
    return object;
  }

  #array(): Json[] {
    const array: Json[] = [];
    this.#list('[', ']', () => array.push(this.#value()));
    return array;
  }

  #list(opens: string, closes: string, item: () => void): void {
    if (++this.#depth > depth_max) throw new JsonFault(this.#at);
    this.#expect(opens);
    this.#take(space_form);
    if (this.#text[this.#at] !== closes) {
      item();
      this.#take(space_form);
      while (this.#text[this.#at] === ',') {
        this.#at++;
        item();
        this.#take(space_form);
      }
    }
    this.#expect(closes);
    this.#depth--;
  }

  #string(): string {
    const start = this.#at;
    const text = this.#take(string_form);
    const value: unknown = text === null ? null : JSON.parse(text);
    if (typeof value !== 'string' || !is_well_formed(value)) throw new JsonFault(start);
    return value;
  }

  #number(): number | bigint {
    const start = this.#at;
    const text = this.#take(number_form);
    if (text === null) throw new JsonFault(start);
    if (/^-?\d+$/.test(text)) return BigInt(text);
    const number = Number(text);
    if (!Number.isFinite(number)) throw new JsonFault(start);
    return number;
  }

  #take(form: RegExp): string | null {
    form.lastIndex = this.#at;
    const found = form.exec(this.#text);
    if (!found) return null;
    this.#at = form.lastIndex;
    return found[0];
  }

  #expect(char: string): void {
    if (this.#text[this.#at] !== char) throw new JsonFault(this.#at);
    this.#at++;
  }
}
