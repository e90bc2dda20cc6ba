"""A sound made anew: one voice, small, and nothing in it but samples. Runs in the child process."""

import io
from collections.abc import Iterator

import av
from av import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer

from hearten.attachments.rules import SECONDS_MOST, Refused, Sound, sound_format

CODECS = frozenset({"opus", "libopus", "vorbis", "aac", "mp3", "mp3float"})
"""What phones and browsers record, and what people keep voice memos in."""
RATE = 32_000
"""Samples a second: more than a voice has."""
BITS = 48_000
"""A second, as it is kept: five minutes are 1.8 MB."""


def made_anew(sent: bytes) -> Sound:
    """The sound as AAC in MP4. Refused when it is none, too long, or cannot be read."""
    form = sound_format(sent[:32])
    av.logging.set_level(None)
    try:
        with av.open(io.BytesIO(sent), "r", format=form, metadata_errors="ignore") as given:
            return _written(_pieces(given, _voice(given)))
    except (av.FFmpegError, ValueError, MemoryError, IndexError) as error:
        raise Refused("unreadable_sound") from error


def _voice(given: InputContainer) -> AudioStream:
    voices = given.streams.audio
    if not voices or voices[0].codec_context.name not in CODECS:
        raise Refused("unknown_sound")
    return voices[0]


def _pieces(given: InputContainer, voice: AudioStream) -> Iterator[AudioFrame]:
    """One voice at one rate; no more of it than is taken."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    samples = 0
    for frame in _frames(given, voice):
        frame.pts = None  # what the file says of times is the sender's; samples follow each other
        for piece in resampler.resample(frame):
            samples += piece.samples
            if samples > (SECONDS_MOST + 1) * RATE:
                raise Refused("too_long_sound")
            yield piece
    yield from resampler.resample(None)


def _frames(given: InputContainer, voice: AudioStream) -> Iterator[AudioFrame]:
    """All that can be read; a gap is better than no note."""
    for packet in given.demux(voice):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def _written(pieces: Iterator[AudioFrame]) -> Sound:
    out = io.BytesIO()
    samples = 0
    with av.open(out, "w", format="mp4", options={"fflags": "+bitexact"}) as made:
        voice = made.add_stream("aac", rate=RATE, layout="mono")
        voice.bit_rate = BITS
        voice.codec_context.flags |= av.codec.context.Flags.bitexact
        for piece in pieces:
            piece.pts = samples
            samples += piece.samples
            made.mux(voice.encode(piece))
        made.mux(voice.encode(None))
    if not samples:
        raise Refused("unreadable_sound")
    return Sound(min(max(1, round(samples / RATE)), SECONDS_MOST), out.getvalue())
