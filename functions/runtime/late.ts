/** All of a port is asked for, and answered later. */
type Asked<Port> = { readonly [Name in keyof Port]: (...given: never[]) => Promise<unknown> };

/** A port that is loaded when it is first asked: a function that never asks never waits for its code. */
export function late<Port extends Asked<Port>>(load: () => Promise<Port>): Port {
  let loading: Promise<Port> | undefined;
  const ask = (name: keyof Port) => {
    return async (...given: never[]): Promise<unknown> => {
      loading ??= load();
      const port = await loading;
      return await port[name](...given);
    };
  };
  // Awaiting the port itself must not ask it whether it is a promise.
  return new Proxy({} as Port, { get: (_, name) => (name === 'then' ? undefined : ask(name as keyof Port)) });
}
