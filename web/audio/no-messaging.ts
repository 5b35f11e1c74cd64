/** Stands where the Chime client would import its chat client. */
export const messaging = undefined;
