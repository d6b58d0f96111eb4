using Gateway;
using Gateway.Commands;

CarriedLibraries.Open();
return await GatewayCommand.RunAsync(args);
