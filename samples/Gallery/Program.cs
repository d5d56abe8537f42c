using MeanFieldDsl.Gallery;

// Ctrl+C ends the run that is under way; what was computed is written.
using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
return GalleryCommand.Run(args, new(Console.Out, Console.Error, !Console.IsErrorRedirected), stop.Token);
