using Gateway.Stamping;

return Ed25519.SelfTest() is { } fault ? throw new InvalidOperationException(fault) : 0;
