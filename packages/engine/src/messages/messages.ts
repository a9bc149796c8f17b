import { answering } from "./answering.ts";
import { phrases } from "./phrases.ts";
import { reading } from "./reading.ts";
import { shapes } from "./shapes.ts";
import { type TextOf, translator } from "./template.ts";

/** An English text that has a row in the dictionaries. */
export type Message = TextOf<keyof typeof reading | keyof typeof shapes | keyof typeof answering>;

/** The Chinese for a message or a part of one. */
export const inChinese = translator({ ...reading, ...shapes, ...answering, ...phrases });
