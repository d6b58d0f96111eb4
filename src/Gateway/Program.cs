using Gateway.Commands;

return await GatewayCommand.RunAsync(args);
