import { createInputReader, type InputReader } from '../bus/wire-input.ts';
import { WireFault } from '../model.ts';

export const invalid = (message: string): WireFault => new WireFault(400, 'ValidationException', message);
export const conflict = (message: string): WireFault => new WireFault(409, 'ConflictException', message);
export const notFound = (message: string): WireFault => new WireFault(404, 'ResourceNotFoundException', message);

export const reader: InputReader = createInputReader((name, reason) => invalid(`${name} is not valid: ${reason}.`));
