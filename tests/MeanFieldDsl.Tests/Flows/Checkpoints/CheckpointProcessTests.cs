using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace MeanFieldDsl.Tests.Flows;

/// <summary>The files of the machine, and a process that is really killed.</summary>
public sealed class CheckpointProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("killed-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_process_killed_while_it_saves_leaves_a_whole_state()
    {
        string path = Path.Combine(_folder.FullName, SavedStates.Path);
        for (int round = 0; round < 3; round++)
        {
            using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(Program).Assembly.Location, "save", path]) { RedirectStandardOutput = true })!;
            Assert.Equal("saved", process.StandardOutput.ReadLine());
            Thread.Sleep(20 * round);
            process.Kill();
            process.WaitForExit();
            Assert.True(OperatingSystem.IsWindows() || File.Exists(path));
            FlowState state = new CheckpointStore(path, SavedStates.Identity).Load().State;
            Assert.Equal(SavedStates.Bits(SavedStates.Make((int)state.Integer("step"))), SavedStates.Bits(state));
        }
    }

    /// <summary>What the process does.</summary>
    [DoesNotReturn]
    internal static void SaveForever(string path)
    {
        CheckpointStore store = new(path, SavedStates.Identity);
        for (int number = 0; ; number++)
        {
            store.Save(SavedStates.Make(number));
            if (number == 3)
            {
                Console.WriteLine("saved");
            }
        }
    }
}
