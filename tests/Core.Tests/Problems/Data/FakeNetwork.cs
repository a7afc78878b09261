using System.Net;

namespace Compare.Tests.Problems.Data;

/// <summary>A network in which a function answers.</summary>
internal sealed class FakeNetwork(Func<Uri, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<Uri> Requests { get; } = [];

    public static HttpResponseMessage File(byte[] contents) =>
        new(HttpStatusCode.OK) { Content = new ByteArrayContent(contents) };

    public static HttpResponseMessage Body(Stream body) => new(HttpStatusCode.OK) { Content = new StreamContent(body) };

    public static HttpResponseMessage NotFound() => new(HttpStatusCode.NotFound);

    public static HttpResponseMessage Unreachable() => throw new HttpRequestException("No route to host.");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        Requests.Add(request.RequestUri!);
        return Task.FromResult(answer(request.RequestUri!));
    }
}
