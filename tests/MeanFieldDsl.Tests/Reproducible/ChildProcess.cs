using System.Diagnostics;

namespace MeanFieldDsl.Tests.Reproducible;

/// <summary>Starts this assembly's program with other settings of the runtime.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The lines of the output.</summary>
    public static string[] Run(string arguments, params string[] environment)
    {
        ProcessStartInfo start = new("dotnet", $"exec \"{typeof(Program).Assembly.Location}\" {arguments}") { RedirectStandardOutput = true };
        foreach (string setting in environment)
        {
            string[] parts = setting.Split('=', 2);
            start.Environment[parts[0]] = parts[1];
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            Assert.Fail($"The process with {string.Join(' ', environment)} did not end within {Limit}.");
        }

        Assert.True(process.ExitCode == 0, $"The process with {string.Join(' ', environment)} ended with {process.ExitCode}.");
        return output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
