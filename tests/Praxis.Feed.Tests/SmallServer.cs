using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Praxis.Feed.Tests;

/// <summary>An HTTP server on loopback that answers what a test wants, also what no good server would.</summary>
internal sealed class SmallServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, byte[]?> _answer;
    // A connection that nobody holds is closed by the garbage collector, which the other side takes for an answer.
    private readonly List<TcpClient> _clients = [];

    /// <param name="answer">From a request's head to the whole answer; null to say nothing and keep the connection.</param>
    public SmallServer(Func<string, byte[]?> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/list";

    public List<string> Requests { get; } = [];

    public static byte[] Answer(string body, string headers = "", string status = "200 OK") => Answer(Encoding.UTF8.GetBytes(body), headers, status);

    public static byte[] Answer(byte[] body, string headers = "", string status = "200 OK") =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n"), .. body];

    public void Dispose()
    {
        _listener.Dispose();
        lock (_clients) _clients.ForEach(client => client.Dispose());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        lock (_clients) _clients.Add(client);
        try
        {
            var stream = client.GetStream();
            var head = new StringBuilder();
            byte[] one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0) head.Append((char)one[0]);
            lock (Requests) Requests.Add(head.ToString());
            if (_answer(head.ToString()) is not { } answer) return;
            await stream.WriteAsync(answer);
            client.Dispose();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The other side has gone.
        }
    }
}
