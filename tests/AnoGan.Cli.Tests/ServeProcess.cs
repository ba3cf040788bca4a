using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace AnoGan.Cli.Tests;

/// <summary>`anogan serve` as a process of its own on a free port.</summary>
internal sealed class ServeProcess : IDisposable
{
    private const int SecondsToStart = 60;

    private readonly Process _process;
    private readonly Task<string> _error;

    private ServeProcess(Process process, Task<string> error, Uri address)
    {
        _process = process;
        _error = error;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(SecondsToStart) };
    }

    /// <summary>Asks the server.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts it and waits until its models are loaded.</summary>
    public static Task<ServeProcess> StartAsync(params string[] args) => StartAsync(args, folder: null);

    /// <summary>Starts it and waits until its models are loaded.</summary>
    /// <param name="args">What follows `anogan serve`.</param>
    /// <param name="folder">Where it runs, and where its temporary files go; null for the usual ones.</param>
    /// <param name="files">How many files it may open; null for the usual number.</param>
    public static async Task<ServeProcess> StartAsync(string[] args, string? folder, int? files = null)
    {
        Assert.SkipWhen(AspNetFramework.Installed is null, "the ASP.NET Core runtime is not installed");
        string[] command =
            ["serve", .. args, "--listen", "127.0.0.1:0", "--threads", "1", "--device", "cpu", "--quiet"];
        ProcessStartInfo start = files is null
            ? new(ProcessRun.Program, command)
            : new("bash", ["-c", $"ulimit -n {files} && exec \"$0\" \"$@\"", ProcessRun.Program, .. command]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        if (folder is not null)
        {
            start.WorkingDirectory = folder;
            start.Environment["TMPDIR"] = folder;
        }

        Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(SecondsToStart));
        const string before = "listening on ";
        if (line?.StartsWith(before, StringComparison.Ordinal) != true)
            Assert.Fail($"printed '{line}' and on stderr '{await error}'");
        return new ServeProcess(process, error, new Uri(line![before.Length..]));
    }

    /// <summary>Sends a picture.</summary>
    public Task<ServeAnswer> PostAsync(string path, byte[] body) => PostAsync(path, new ByteArrayContent(body));

    /// <summary>Sends a body.</summary>
    public async Task<ServeAnswer> PostAsync(string path, HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        return await SendAsync(request);
    }

    /// <summary>Sends a request.</summary>
    public async Task<ServeAnswer> SendAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await Client.SendAsync(request);
        return new ServeAnswer(
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(), response.Headers.RetryAfter?.Delta?.TotalSeconds);
    }

    /// <summary>Opens a connection and sends bytes as they are.</summary>
    public async Task<TcpClient> ConnectAsync(string text)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(Client.BaseAddress!.Host, Client.BaseAddress.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        return connection;
    }

    /// <summary>All that comes until the server closes the connection.</summary>
    public static async Task<string> ReadAsync(TcpClient connection)
    {
        using var reader = new StreamReader(connection.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(SecondsToStart));
    }

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code, what came on stdout after the first line, and stderr.</returns>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(SecondsToStart));
        return (_process.ExitCode, await _process.StandardOutput.ReadToEndAsync(), await _error);
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}

/// <summary>What a server answered.</summary>
internal sealed record ServeAnswer(int Status, string? Type, string Text, double? RetryAfter)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>Asserts that it is a refusal in one line.</summary>
    public void AssertRefused(int status, string detail)
    {
        Assert.Equal((status, "application/problem+json"), (Status, Type));
        Assert.Equal(status, (int)Json["status"]!);
        Assert.DoesNotContain('\n', (string)Json["detail"]!);
        Assert.Contains(detail, (string)Json["detail"]!, StringComparison.Ordinal);
    }
}
