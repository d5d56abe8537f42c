using System.Diagnostics;

namespace MeanFieldDsl.Tests;

/// <summary>A test that asks NumPy itself; it is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NumPyFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Present = new(static () => Run("import numpy") is not null);

    public NumPyFactAttribute()
    {
        if (!Present.Value)
        {
            Skip = "There is no python3 with numpy on this machine (Debian: apt-get install python3-numpy).";
        }
    }

    /// <summary>What a program prints, or null when it fails or there is no Python.</summary>
    internal static string? Run(string program, params string[] arguments)
    {
        foreach (string python in (string[])["/usr/bin/python3", "python3"])
        {
            try
            {
                using Process process = Process.Start(new ProcessStartInfo(python, ["-c", program, .. arguments])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
                process.ErrorDataReceived += static (_, _) => { };
                process.BeginErrorReadLine();
                string output = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode == 0)
                {
                    return output;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program.
            }
        }

        return null;
    }
}
